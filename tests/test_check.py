"""`edition check` can fail: each law is shown a book that breaks it."""

import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from edition import check as checking
from edition import checkers
from edition.book import Edition
from edition.build import make
from edition.check import check, failed, fold, hold_pdf, law, longest, marks, partition, read_along, table
from edition.checkers import Outcome, ask_all
from edition.document import Note, Paragraph, SetAside
from edition.errors import LawError
from edition.source import Span
from tests.conftest import MakeBook
from tests.sample import sample_edition


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return make(sample_edition(), frozenset({"pdf"}))["sample.pdf"]


def with_aside(change: Callable[[tuple[SetAside, ...]], tuple[SetAside, ...]]) -> Edition:
    edition = sample_edition()
    return replace(edition, document=replace(edition.document, set_aside=change(edition.document.set_aside)))


def test_a_whole_edition_parts_its_source() -> None:
    partition(sample_edition())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda aside: aside[1:], "are lost"),
        (lambda aside: aside[:-1], "are lost"),
        (lambda aside: (*aside, SetAside(Span(10, 12), "twice")), "are printed or set aside twice"),
        (lambda aside: (*aside, SetAside(Span(10**6, 10**6 + 1), "beyond")), "are lost"),
    ],
)
def test_a_character_lost_or_doubled_is_named(
    change: Callable[[tuple[SetAside, ...]], tuple[SetAside, ...]], words: str
) -> None:
    with pytest.raises(LawError, match=rf"source\.txt, line \d+: characters \d+ to \d+ {words}"):
        partition(with_aside(change))


def test_sums_that_do_not_balance_are_named() -> None:
    edition = sample_edition()
    checking.balance(edition)
    apparatus = replace(edition.apparatus, kept=edition.apparatus.kept + 1)
    with pytest.raises(LawError, match="the account has 7320 characters, the source 7319"):
        checking.balance(replace(edition, apparatus=apparatus))


def test_notes_out_of_order_are_named() -> None:
    document = sample_edition().document
    marks(document)
    twice = Paragraph((Note(1, "1", (Paragraph(()),), inferred=False),))
    with pytest.raises(LawError, match=r"the notes stand in the order \[1, 1, 2"):
        marks(replace(document, frontmatter=(twice,)))


def test_every_scheme_gives_the_pages_back() -> None:
    fold(sample_edition())


def test_the_pdf_is_read_back(pdf: bytes) -> None:
    hold_pdf(sample_edition(), pdf)


def test_a_word_that_the_pdf_lacks_is_named(pdf: bytes) -> None:
    edition = sample_edition()
    source = edition.book.source
    other = replace(source, text=source.text.replace("carters", "porters"))
    with pytest.raises(LawError, match=r"the PDF lacks '.*' of 'therewerequarrels"):
        hold_pdf(replace(edition, book=replace(edition.book, source=other)), pdf)


def test_a_block_out_of_place_is_named(pdf: bytes) -> None:
    edition = sample_edition()
    body = edition.document.bodymatter
    with pytest.raises(LawError, match="the PDF lacks"):
        hold_pdf(replace(edition, document=replace(edition.document, bodymatter=body[::-1])), pdf)


def test_a_text_may_go_on_over_page_ends() -> None:
    read_along(["abcdef", "gh"], ["1abc2", "3def4gh"])
    assert longest("abcdef", "1abc2") == 3
    with pytest.raises(LawError, match="lacks 'gh'"):
        read_along(["abcdef", "gh"], ["1abc2gh", "3def4"])


def test_the_table_sums_what_held() -> None:
    outcomes = [
        Outcome("a law", "held"),
        Outcome("another", "FAILED", "one\ntwo"),
        Outcome("a checker", "unchecked", "no"),
    ]
    assert failed(outcomes)
    assert not failed(outcomes[::2])
    assert table(outcomes).split("\n") == [
        "held       a law",
        "FAILED     another",
        "             one",
        "             two",
        "unchecked  a checker",
        "             no",
        "",
        "1 held, 1 FAILED, 1 unchecked",
    ]


def test_only_errors_of_the_family_are_outcomes() -> None:
    with pytest.raises(ZeroDivisionError):
        law("a law", lambda: 1 // 0)


def test_a_checker_that_is_not_here_is_named_with_its_cure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(checkers, "find_spec", lambda _: None)
    for name in ("a.epub", "a.pdf"):
        (tmp_path / name).write_bytes(b"")
    outcomes = list(ask_all(tmp_path))
    assert len(outcomes) == 6
    assert {outcome.state for outcome in outcomes} == {"unchecked"}
    assert all(" is not installed: " in outcome.note for outcome in outcomes)


@pytest.mark.parametrize(
    ("program", "script", "state"),
    [
        ("qpdf", "exit 0", "held"),
        ("qpdf", "echo broken; exit 2", "FAILED"),
        ("pdffonts", "printf 'name\\n----\\nA TrueType Identity-H yes yes yes 1 0\\n'", "held"),
        ("pdffonts", "printf 'name\\n----\\nA TrueType Identity-H no no yes 1 0\\n'", "FAILED"),
        ("pdffonts", "printf 'name\\n----\\n'", "FAILED"),
        ("java", "echo 0 PDFUA_1 PASS; echo 0 PDFA_3_A PASS", "held"),
        ("java", "echo 0 PDFUA_1 PASS; echo 0 PDFA_3_A FAIL 6.1 fault", "FAILED"),
        ("java", "echo 0 PDFUA_1 PASS", "FAILED"),
        ("java", "echo 0 PDFUA_1 PASS; echo 0 PDFA_3_A PASS; exit 1", "FAILED"),
        ("ace", "exit 0", "held"),
        ("ace", "exit 2", "FAILED"),
    ],
)
def test_what_a_checker_says_is_heard(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str, script: str, state: str
) -> None:
    file = tmp_path / "bin" / program
    file.parent.mkdir()
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(file.parent) + os.pathsep + "/usr/bin:/bin")
    asked = {
        "qpdf": checkers.qpdf,
        "pdffonts": checkers.fonts,
        "java": lambda pdf: next(checkers.verapdf([pdf])),
        "ace": checkers.ace,
    }
    assert asked[program](tmp_path / "a.pdf").state == state


def test_nu_hears_the_html_without_what_is_epub_s_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.epub", "w") as archive:
        archive.writestr("EPUB/a.xhtml", '<html xmlns:epub="http://e"><p epub:type="x" id="y">epub</p></html>')
        archive.writestr("EPUB/a.css", "not asked")
    program = tmp_path / "bin" / "vnu"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nshift\ncat "$@"\nexit 1\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent) + os.pathsep + "/usr/bin:/bin")
    outcome = checkers.nu(tmp_path / "a.epub")
    assert (outcome.state, outcome.note) == ("FAILED", '<html><p id="y">epub</p></html>')


def test_a_small_book_holds(make_book: MakeBook) -> None:
    outcomes = check(make_book())
    assert not failed(outcomes), table(outcomes)
    assert {outcome.name for outcome in outcomes} >= {
        "every character of the source exactly once",
        "the EPUB says what the document says",
        "the PDF says what the document says",
        "the same bytes in another process",
        "EPUBCheck: lamp.epub",
    }
