"""PDFs to be imposed: set prose with folios, small enough to make by the dozen, and ways to compare what pages show."""

from collections.abc import Sequence
from contextlib import closing
from functools import cache
from io import BytesIO
from itertools import product
from textwrap import wrap

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name
from PIL import Image, ImageChops, ImageFilter

from tests.imposed import prose

MM = 72 / 25.4
A5 = (148 * MM, 210 * MM)
A6 = (105 * MM, 148 * MM)


@cache
def words() -> str:
    """Return running text enough for some ninety A5 pages."""
    cases = ("on-liberty-2.2up.sheet.mild", "vindication-5.2up.sheet.harsh", "mutual-aid-1.2up.sheet.seed")
    return " ".join(text for case in cases for text in prose(case)).encode("latin-1", "ignore").decode("latin-1")


def printed(
    pages: int, size: tuple[float, float] = A5, *, folios: bool = True, blank: Sequence[int] = (), first: int = 1
) -> bytes:
    """Return a PDF of prose: a black bar in each upper left corner shows which way is up; pages `blank` are empty."""
    pdf = pikepdf.new()
    face = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Times-Roman"), Encoding=Name.WinAnsiEncoding)
    resources = pdf.make_indirect(Dictionary(Font=Dictionary(F1=pdf.make_indirect(face))))
    text = words().split()
    width, height = size
    for number in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=size).obj
        page.Resources = resources
        if number in blank:
            continue
        room = int((height - 130) / 11)
        lines = wrap(" ".join(text[: room * 40]), int((width - 80) / 4.2))[:room]
        text = text[sum(len(line.split()) for line in lines) :]
        page.Contents = pdf.make_stream(_content(lines, width, height, number + first - 1 if folios else 0))
    file = BytesIO()
    pdf.save(file, deterministic_id=True)
    return file.getvalue()


def _content(lines: list[str], width: float, height: float, folio: int) -> bytes:
    shown = "".join(f"({line.translate({40: 91, 41: 93, 92: 47})}) Tj T*\n" for line in lines)
    foot = f"BT /F1 9 Tf {width / 2:.2f} 36 Td ({folio}) Tj ET\n" if folio else ""
    bar = f"q 0 g 20 {height - 40:.2f} 12 20 re f Q\n"
    return f"{bar}BT /F1 10 Tf 11 TL 40 {height - 60:.2f} Td\n{shown}ET\n{foot}".encode("latin-1")


def pictures(data: bytes, scale: float = 1.0) -> list[Image.Image]:
    """Return what every page shows, in grey."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        return [page.render(scale=scale, grayscale=True).to_pil() for page in document]


def texts(data: bytes) -> list[str]:
    """Return the words on every page, inside its own edges."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def alike(one: Image.Image, other: Image.Image, near: int = 1) -> bool:
    """Tell whether two pictures show the same, at most `near` pixels apart; they are laid middle on middle.

    Pages of text that are the same differ by up to 2 levels of grey, other pages of the same type by 5 and more.
    """
    if abs(one.width - other.width) > 4 or abs(one.height - other.height) > 4:
        return False
    width, height = min(one.width, other.width) - 2 * near, min(one.height, other.height) - 2 * near

    def middle(picture: Image.Image, x: int, y: int) -> Image.Image:
        left, top = (picture.width - width) // 2 + x, (picture.height - height) // 2 + y
        blurred = picture.crop((left, top, left + width, top + height)).filter(ImageFilter.GaussianBlur(2))
        return blurred.resize((width // 4, height // 4), Image.Resampling.BOX)

    still = middle(one, 0, 0)
    for x, y in sorted(product(range(-near, near + 1), repeat=2), key=lambda move: move[0] ** 2 + move[1] ** 2):
        histogram = ImageChops.difference(still, middle(other, x, y)).histogram()
        if sum(value * count for value, count in enumerate(histogram)) < 4.0 * still.width * still.height:
            return True
    return False
