"""Bytes become text and nothing is normalised; what is no text is refused with what to do about it."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.book import Book
from edition.errors import SourceError
from edition.restore import restore
from edition.source import Span, decode, read_source
from tests.fixture import edition_of, printed


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n\f", "is empty"),
        ("\u00a0\u2028\u3000".encode(), "is empty"),
        (b"The mill\0stood still.", r"byte 8 is NUL"),
        ("The mill".encode("utf-16"), r"is not UTF-8|NUL"),
        ("Line one.\nLine two: \u201ccaf\u00e9\u201d".encode("windows-1252"), r"line 2: byte 0x93 is not UTF-8.*iconv"),
        ("caf\u00e9".encode("latin-1"), r"line 1: byte 0xe9 is not UTF-8"),
        (b"%PDF-1.7\n\xe2\xe3", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "."),
        (b"PK\x03\x04\x14\0\0\0", "."),
        (b"The mill \xed\xa0\x80 stood still.", "is not UTF-8"),
        (b"The mill \xc3", "is not UTF-8"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        decode("mill.txt", data)
    assert str(caught.value).startswith("mill.txt")
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("text", ["\ufeff", "\ufeff\n ", "\u200b\u200d", "\u00ad"])
def test_what_nobody_sees_is_no_text(text: str) -> None:
    with pytest.raises(SourceError, match="is empty"):
        decode("mill.txt", text.encode())


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(SourceError, match="cannot be read"):
            read_source(path)


@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=("Cs",)), min_size=1))
def test_the_text_encoded_again_is_the_file(text: str) -> None:
    data = ("The mill. " + text).encode()
    source = decode("mill.txt", data)
    assert source.text.encode() == data
    assert source.sha256 == hashlib.sha256(data).hexdigest()


def test_line_ends_stay_what_they_are(tmp_path: Path) -> None:
    file = tmp_path / "mill.txt"
    file.write_bytes(b"One.\r\nTwo.\rThree.\x0cFour.\xc2\x85Five.\xe2\x80\xa8Six.\n")
    assert read_source(file).text == "One.\r\nTwo.\rThree.\fFour.\x85Five.\u2028Six.\n"


def test_lines_are_counted_by_line_feeds_alone() -> None:
    source = decode("mill.txt", "One.\x85\u2028\fStill one.\nTwo.\r\nThree.".encode())
    assert [source.line(source.text.index(word)) for word in ("One", "Still", "Two", "Three")] == [1, 1, 2, 3]
    assert source.line(len(source.text)) == 3
    assert source.line(source.text.index("\n")) == 1


def test_spans_are_half_open_and_in_characters() -> None:
    source = decode("mill.txt", "A 🏭 mill.".encode())
    assert source.at(Span(2, 3)) == "🏭"
    assert len(Span(2, 3)) == 1
    assert Span(1, 2) < Span(1, 3) < Span(2, 2)


TEXT = "The lamp was lit.¹ It was “late”.\n\nNobody had\nlit it.\n\n¹ In the year 1844.\n"


@pytest.mark.parametrize("text", [TEXT, TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT], ids=["lf", "crlf", "bom"])
def test_line_ends_and_a_byte_order_mark_do_not_change_the_edition(text: str) -> None:
    assert printed(edition_of(text, "en")) == "The lamp was lit.[^1] It was “late”.\n\nNobody had lit it."


def test_the_name_is_the_user_s_own() -> None:
    edition = restore(Book("lamp", decode("books/lamp.txt", TEXT.encode())))
    assert edition.book.source.name == "books/lamp.txt"


def test_a_text_longer_than_any_booklet_is_refused() -> None:
    with pytest.raises(SourceError, match="has 8,000,001 characters; at most 8,000,000 are read"):
        decode("long.txt", b"a" * 8_000_001)
