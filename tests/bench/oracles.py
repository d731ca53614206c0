"""Other people's imposers as oracles: `python -m tests.bench.oracles [--write]`.

Each imposes the same pages in every way it has; `edition unimpose` must find the way by itself and give the pages back:
as many, with the same words, looking the same. `--write` records the table in `oracles.txt`. pdfjam wants Debian's
texlive-extra-utils and texlive-latex-recommended; the tests run what is not so large.
"""

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf

from edition.errors import EditionError
from edition.formes import Measures
from edition.imposer import Job, impose_pages
from edition.qpdf import save
from edition.signatures import IMPOSED, Fold
from edition.unimposer import read_sheets, unimpose_sheets
from edition.ways import Known
from tests.printed import A5, A6, alike, pictures, printed, texts

TABLE = Path(__file__).resolve().parent / "oracles.txt"


@dataclass(frozen=True)
class Oracle:
    """One way of one imposer."""

    tool: str
    way: tuple[str, ...]
    scheme: str
    """Ours that is the same, or `folios` where none is."""
    pages: int = 32
    size: tuple[float, float] = A5

    def __str__(self) -> str:
        return f"{self.tool} {' '.join(self.way)}"


PDFIMPOSE = (
    Oracle("pdfimpose", ("saddle", "-s", "2x1", "-g", "0"), "2up"),
    Oracle("pdfimpose", ("saddle", "-s", "2x1", "-g", "0", "--last", "1"), "2up", 21),
    Oracle("pdfimpose", ("saddle", "-s", "2x1", "-g", "0", "-b", "right"), "2up"),
    Oracle("pdfimpose", ("saddle", "-s", "1x2", "-g", "0", "-b", "top"), "2down"),
    Oracle("pdfimpose", ("saddle", "-s", "2x2", "-g", "1"), "folios"),
    Oracle("pdfimpose", ("hardcover", "-s", "2x1"), "2up"),
    Oracle("pdfimpose", ("hardcover", "-s", "2x1", "-g", "4"), "2up"),
    Oracle("pdfimpose", ("hardcover", "-s", "2x2"), "2x4x1"),
    Oracle("pdfimpose", ("hardcover", "-s", "2x2", "-g", "2"), "2x4x2"),
    Oracle("pdfimpose", ("hardcover", "-s", "4x2"), "1x8x2"),
    Oracle("pdfimpose", ("cutstackfold", "-s", "1x2", "-g", "0"), "4up"),
    Oracle("pdfimpose", ("cutstackfold", "-s", "1x2", "-g", "1"), "1x4x2cutfoldbind"),
    Oracle("pdfimpose", ("cutstackfold", "-s", "2x2", "-g", "0"), "folios"),
    Oracle("pdfimpose", ("copycutfold", "-s", "1x2"), "1repeat2top"),
    Oracle("pdfimpose", ("copycutfold", "-s", "2x2"), "1repeat4"),
    Oracle("pdfimpose", ("onepagezine",), "onepagezine", 16),
    Oracle("pdfimpose", ("wire", "-s", "2x2"), "folios"),
    Oracle("pdfimpose", ("cards", "-s", "2x2"), "folios"),
)
BOOKLETIMPOSER = (
    Oracle("bookletimposer", ("-b",), "2up", 16),
    Oracle("bookletimposer", ("-b",), "2up", 21),
    Oracle("bookletimposer", ("-n", "-p", "2x1"), "2side", 16),
    Oracle("bookletimposer", ("-c", "-p", "2x1"), "1repeat2side", 16),
    # It makes its pages as large as fit, and A6 is what fits four times on A4.
    Oracle("bookletimposer", ("-c", "-p", "2x2"), "1repeat4", 16, A6),
)
PDFJAM = (
    Oracle("pdfjam", ("--booklet", "true", "--landscape"), "2up"),
    Oracle("pdfjam", ("--booklet", "true", "--landscape"), "2up", 21),
    Oracle("pdfjam", ("--signature", "8", "--landscape"), "2up"),
    Oracle("pdfjam", ("--signature", "16", "--landscape"), "2up"),
    Oracle("pdfjam", ("--signature*", "8", "--landscape"), "2up"),
    Oracle("pdfjam", ("--nup", "2x1", "--landscape"), "2side"),
)
OWN = tuple(Oracle("edition impose", (name,), "none" if name.startswith("1repeat") else name) for name in IMPOSED)


def command(oracle: Oracle, given: Path, out: Path) -> list[str]:
    """Return the call."""
    match oracle.tool:
        case "pdfimpose":
            own = [sys.executable, "-m", "pdfimpose", *oracle.way]
            return [*own, str(given)] if oracle.way[0] == "onepagezine" else [*own, "-o", str(out), str(given)]
        case "bookletimposer":
            return ["bookletimposer", "-a", *oracle.way, "-o", str(out), str(given)]
        case _:
            return ["pdfjam", "--quiet", *oracle.way, "-o", str(out), str(given)]


def imposed(oracle: Oracle, pages: bytes) -> bytes:
    """Return the pages as the oracle imposes them."""
    if oracle.tool == "edition impose":
        with pikepdf.open(BytesIO(pages)) as book:
            impose_pages(book, Job(Fold(oracle.way[0]), Measures()))
            out = BytesIO()
            save(book, out)
        return out.getvalue()
    with tempfile.TemporaryDirectory() as name:
        given, target = Path(name) / "in.pdf", Path(name) / "out.pdf"
        given.write_bytes(pages)
        subprocess.run(command(oracle, given, target), cwd=name, check=True, capture_output=True)
        found = target if target.exists() else given.with_name("in-impose.pdf")
        return found.read_bytes()


def judge(oracle: Oracle) -> tuple[str, str, bool]:
    """Return the scheme found, what came of it, and whether all is the original."""
    pages = printed(oracle.pages, oracle.size)
    sheets = imposed(oracle, pages)
    try:
        with pikepdf.open(BytesIO(sheets)) as book:
            found = read_sheets("sheets", sheets, Known(), len(book.pages))
            done = unimpose_sheets(book, sheets, found, "padding", None)
            out = BytesIO()
            save(book, out)
    except EditionError as error:
        return "–", str(error), False
    back = out.getvalue()
    words = sum(one == other for one, other in zip(texts(pages), texts(back), strict=False))
    # bookletimposer places its pages 3 pt off.
    near = 4 if oracle.tool == "bookletimposer" else 1
    looks = sum(alike(one, other, near) for one, other in zip(pictures(pages), pictures(back), strict=False))
    right = done.pages == words == looks == oracle.pages
    return str(done.way), f"{done.pages} of {oracle.pages} pages, {words} in words, {looks} in looks", right


def main() -> None:
    """Print the table, and record it where asked."""
    lines = [f"{'imposer':50}{'unimpose finds':42}what came back", ""]
    wrong = 0
    for oracle in (*OWN, *PDFIMPOSE, *BOOKLETIMPOSER, *PDFJAM):
        found, what, right = judge(oracle)
        wrong += not right
        lines.append(f"{f'{oracle} ({oracle.pages} pages)':50}{found:42}{'' if right else 'WRONG: '}{what}")
        print(lines[-1], flush=True)
    lines += ["", f"{len(lines) - 2} ways, {wrong} wrong. Made by: python -m tests.bench.oracles --write"]
    if "--write" in sys.argv:
        TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(lines[-1])


if __name__ == "__main__":
    main()
