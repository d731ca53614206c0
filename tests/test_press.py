"""`edition impose` and `edition unimpose` as somebody types them: files, words, refusals that leave nothing behind."""

import xml.etree.ElementTree as ET
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from edition import calls
from edition.cli import main
from edition.imposition import ORDERS
from edition.instructions import Sheetwork, instruct
from edition.signatures import IMPOSED, Fold, flip_of, make_plan
from tests.printed import A6, alike, pictures, printed, texts


@pytest.fixture
def zine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder to work in, with a PDF of ten pages in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "zine.pdf").write_bytes(printed(10, A6))
    return tmp_path


def refused(code: int, *arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Return the one line of a call that ends with this code and leaves the folder as it was."""
    before = {file: file.read_bytes() for file in Path().rglob("*")}
    assert main(arguments) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("edition: ")
    assert said.err.count("\n") == 1
    assert {file: file.read_bytes() for file in Path().rglob("*")} == before
    return said.err


def test_there_and_back(zine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["impose", "zine.pdf"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(
        "zine-2up.pdf\nzine-2up-printing.txt\nzine-2up-printing.pdf\n10 pages on 3 sheets of A5, 210 × 148 mm.\n"
    )
    assert "Blank, as leafed: 11-12 (--cover: the last page stays last)." in said
    assert "flipped on the short edge" in said
    assert main(["unimpose", "zine-2up.pdf"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("zine-2up-pages.pdf\n10 pages, imposed as --scheme 2up --signature 0.\n")
    assert "Left out as blank: 11-12" in said
    back, pages = Path("zine-2up-pages.pdf").read_bytes(), Path("zine.pdf").read_bytes()
    assert texts(back) == texts(pages)
    assert all(alike(one, other) for one, other in zip(pictures(pages), pictures(back), strict=True))
    assert sorted(file.name for file in zine.iterdir()) == [
        "zine-2up-pages.pdf",
        "zine-2up-printing.pdf",
        "zine-2up-printing.txt",
        "zine-2up.pdf",
        "zine.pdf",
    ]


def test_all_that_can_be_asked_for(zine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = "impose zine.pdf -o out.pdf --scheme 2up --signature 8-12 --cover --paper a4 --flip long --binding right"
    more = "--creep 80g --bleed 2 --marks all --sheets out.svg --fronts --backs --reverse-backs --box crop"
    assert main([*call.split(), *more.split()]) == 0
    said = capsys.readouterr().out
    assert "flipped on the long edge" in said
    backs, every = texts(Path("out-backs.pdf").read_bytes()), texts(Path("out.pdf").read_bytes())
    assert backs == every[1::2][::-1]
    assert texts(Path("out-fronts.pdf").read_bytes()) == every[::2]
    drawn = ET.parse("out.svg").getroot()
    numbers = [int(text.text) for text in drawn.iter("{http://www.w3.org/2000/svg}text") if text.text.isdigit()]
    assert sorted(numbers) == list(range(1, 11))
    assert "LONG edge" in Path("out-printing.txt").read_text()


def test_nothing_is_written_over_unasked(zine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "is the file to be read" in refused(7, "impose", "zine.pdf", "-o", "zine.pdf", "--force", capsys=capsys)
    Path("zine-2up-printing.txt").write_text("mine")
    assert "exists already" in refused(7, "impose", "zine.pdf", capsys=capsys)
    assert main(["impose", "zine.pdf", "--force", "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    assert "PRINT" in Path("zine-2up-printing.txt").read_text()
    Path("folder").mkdir()
    assert main(["impose", "zine.pdf", "-o", "folder"]) == 7
    assert "is a folder" in capsys.readouterr().err
    assert main(["impose", "zine.pdf", "-o", "nowhere/out.pdf"]) == 7
    assert "cannot be written" in capsys.readouterr().err


def locked() -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(printed(2))) as book:
        book.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


@pytest.mark.parametrize("call", ["impose", "unimpose"])
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (locked(), "is encrypted and opens with a password only"),
        (b"words", "is damaged, or no PDF"),
        (b"", "is damaged, or no PDF"),
        (None, "cannot be read"),
    ],
)
def test_what_is_no_open_pdf_is_refused(
    call: str, data: bytes | None, words: str, zine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if data is not None:
        Path("bad.pdf").write_bytes(data)
    assert words in refused(3, call, "bad.pdf", capsys=capsys)


def test_pages_that_do_not_fit_are_refused_and_the_way_out_named(
    zine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(1, "impose", "zine.pdf", "--paper", "a7", capsys=capsys)
    assert said.startswith(
        "edition: zine.pdf: The pages are A6, 105 × 148 mm; they do not fit 2 across and 1 down on A7"
    )
    assert "--scale shrink" in said
    assert "is printed on one side" in refused(
        1, "impose", "zine.pdf", "--scheme", "onepagezine", "--fronts", capsys=capsys
    )


@pytest.mark.parametrize(
    "words",
    [
        "--paper a44",
        "--scale big",
        "--scale 0%",
        "--creep thick",
        "--marks stars",
        "--signature some",
        "--scheme 3up",
        "--flip over",
    ],
)
def test_a_wrong_call_is_2(words: str, zine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["impose", "zine.pdf", *words.split()])
    assert "usage: edition impose" in capsys.readouterr().err


def test_the_calls_know_what_the_table_knows() -> None:
    assert set(calls.SCHEMES) == set(IMPOSED)
    assert calls.ORDERS == ORDERS


@pytest.mark.parametrize("scheme", IMPOSED)
@pytest.mark.parametrize("pages", [1, 24, 200])
def test_the_instructions_fit_one_page_for_every_scheme(scheme: str, pages: int) -> None:
    plan = make_plan(pages, Fold(scheme))
    flip = None if plan.one_sided else flip_of(plan, landscape=plan.columns > plan.rows)
    text = instruct(
        Sheetwork("zine", (("zine.pdf", "the sheets"),), plan, flip, plan.columns > plan.rows, separate=True)
    )
    assert len(text.splitlines()) <= 60
    assert max(map(len, text.splitlines())) <= 80
    assert f"{plan.sheets} sheet" in text
    assert (f"{flip.upper()} edge" if flip else "on one side") in text
    assert text.isascii()
