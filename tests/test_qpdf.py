"""pikepdf's core by itself: it does all that imposing needs, and the whole of pikepdf may come later."""

import subprocess
import sys
from pathlib import Path

import pikepdf

from edition.pdf import make_pdf
from tests.sample import sample_edition

ALONE = """
import sys
from pathlib import Path
from edition.qpdf import Dictionary, Name, Page, Pdf, PdfError, open_pdf, save
from edition.imposer import Job, impose_pages
with open_pdf(Path(sys.argv[1])) as book:
    done = impose_pages(book, Job())
    save(book, Path(sys.argv[2]))
assert "pikepdf" not in sys.modules, "all of pikepdf was loaded"
try:
    with open_pdf(Path(sys.argv[0])):
        raise SystemExit("what is no PDF was opened")
except PdfError:
    pass
import pikepdf
assert (pikepdf.Pdf, pikepdf.Page, pikepdf.Name, pikepdf.PdfError) == (Pdf, Page, Name, PdfError)
with pikepdf.open(sys.argv[2]) as book, book.open_metadata() as metadata:
    print(done.plan.sheets, len(book.pages), metadata["dc:title"])
    print("pdfaid:part" in metadata, "pdfuaid:part" in metadata)
"""


def test_imposing_loads_the_core_alone_and_pikepdf_comes_whole_after_it(tmp_path: Path) -> None:
    given, made, program = tmp_path / "in.pdf", tmp_path / "out.pdf", tmp_path / "alone.py"
    given.write_bytes(make_pdf(sample_edition()))
    program.write_text(ALONE)
    command = [sys.executable, str(program), str(given), str(made)]
    top = Path(__file__).resolve().parent.parent
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(top)})
    assert not done.stderr
    sheets, sides, *title, archival, accessible = done.stdout.split()
    assert int(sides) == 2 * int(sheets)
    assert " ".join(title) == "The Lamplighters of Harrow"
    assert (archival, accessible) == ("False", "False")
    with pikepdf.open(made) as book:
        assert not book.check_pdf_syntax()
