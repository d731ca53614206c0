"""The sizes of page that print knows, each with its margins by a canon and its type by the measure.

Margins follow the construction that J. A. van de Graaf published in 1946 and Jan Tschichold made known: page and type
area have the same proportions, and inner, head, outer and foot margin are one part of the width, one of the height, two
of the width and two of the height. Desk sizes are cut into nine parts, as the books were that Tschichold measured; what
is to be folded or carried into twelve, which gives more of the paper to the text. A study copy leaves a third of the
width to the reader's own notes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Paper = Literal["a4", "letter", "a5", "b5"]
"""What a booklet is printed on, two pages to a side."""
EM = 0.42
"""The width of an average letter of EB Garamond, in em."""
MM = 72 / 25.4
"""Points to a millimetre."""
DEFAULT = "a5"


@dataclass(frozen=True, slots=True)
class Format:
    """One size of page; millimetres for the paper, points for the type."""

    name: str
    width: float
    height: float
    size: float
    leading: float
    parts: int = 12
    """Into which the page is cut: the inner margin is one of them wide, the head one of them high."""
    outer: float = 0.0
    """The outer margin in parts of the width, where it is not the canon's two."""
    note: float = 5 / 6
    """The leading of the notes by that of the text; the type is smaller in the same proportion."""
    sheets: tuple[Paper, ...] = ()
    """Papers of which one half holds this page: what its booklets are printed on. No A4: nobody folds A3 at home."""
    style: str = ""
    """A style sheet of its own, laid over the common one."""
    facing: bool = True
    """Bound, with left and right pages; otherwise every page is alone."""

    @property
    def inner(self) -> float:
        """The inner margin in mm; of single pages, that on both sides."""
        return self.width / self.parts

    @property
    def measure(self) -> float:
        """The width of the lines in mm."""
        outer = (self.outer or 2) if self.facing else 1
        return self.width * (self.parts - 1 - outer) / self.parts

    @property
    def head(self) -> float:
        """The margin over the type area in mm."""
        return self.height / self.parts

    @property
    def lines(self) -> int:
        """The lines of text that a page holds: those of the canon, to the nearest one."""
        feet = 2 if self.facing else 1
        return round(self.height * (self.parts - 1 - feet) / self.parts * MM / self.leading)

    @property
    def depth(self) -> float:
        """The height of the type area in mm."""
        return self.lines * self.leading / MM

    @property
    def foot(self) -> float:
        """The margin under the type area in mm."""
        return self.height - self.head - self.depth

    @property
    def letters(self) -> int:
        """The letters of a line of text, on average."""
        return round(self.measure * MM / (EM * self.size))

    @property
    def note_letters(self) -> int:
        """The letters of a line of a note, on average."""
        return round(self.letters / self.note)

    @property
    def third(self) -> int:
        """The lines of a note that fill somewhat more than a third of a page."""
        return round(0.36 * self.lines / self.note)


_ALL = (
    Format("a5", 148, 210, 11.25, 14, sheets=("a4", "letter")),
    Format("a6", 105, 148, 9.25, 11.75, note=6 / 7, sheets=("a5",)),
    Format("b6", 125, 176, 10, 12.5, sheets=("b5",)),
    Format("half-letter", 139.7, 215.9, 11, 13.75, sheets=("letter", "a4")),
    Format("a4", 210, 297, 13.75, 17.5, parts=9),
    Format("letter", 215.9, 279.4, 14, 17.75, parts=9),
    Format("study-a4", 210, 297, 12, 16, outer=4),
    Format("study-letter", 215.9, 279.4, 12.25, 16.25, outer=4),
    Format("large-print", 210, 297, 18, 24, note=8 / 9, style="styles/large-print.css"),
    Format("phone", 75, 150, 11, 15, style="styles/phone.css", facing=False),
)
FORMATS: Mapping[str, Format] = MappingProxyType({one.name: one for one in _ALL})
"""Every format by its name."""


def page_style(page: Format) -> str:
    """Return the style sheet of a format's page: its size and margins, and what `print.css` is to know of its type."""
    inner, outer = page.inner, page.width - page.inner - page.measure
    sides = {"left": (outer, inner), "right": (inner, outer)} if page.facing else {}
    facing = "".join(
        f"@page :{side} {{ margin-left: {left:.3f}mm; margin-right: {right:.3f}mm }}\n"
        for side, (left, right) in sides.items()
    )
    return f"""@page {{
  size: {page.width}mm {page.height}mm;
  margin: {page.head:.3f}mm {inner:.3f}mm {page.foot:.3f}mm;
}}
{facing}:root {{
  --measure: {page.measure:.3f}mm; --lines: {page.lines};
  --note-size: {page.size * page.note:.3f}pt; --note-leading: {page.leading * page.note:.3f}pt;
  font-size: {page.size}pt; line-height: {page.leading}pt;
}}
"""
