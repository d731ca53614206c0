"""The whole way from a book to its edition: pure, the same each time, and what an editor decides holds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from edition.book import Answer, Book, default_identifier
from edition.build import read_book
from edition.restore import restore
from edition.source import decode
from tests.bench.measure import folder_of
from tests.fixture import edition_of, printed

TOP = Path(__file__).resolve().parent.parent
TEXT = "The Tale of the Lamp\n\nAda Corder\n\nIt was late, and the lamp was lit.¹ Nobody had lit it.\n\n¹ In 1844.\n"


def test_a_bare_source_needs_no_configuration() -> None:
    edition = edition_of(TEXT)
    found = edition.metadata
    assert (found.title, found.author, found.language) == ("The Tale of the Lamp", "Ada Corder", "en")
    assert found.identifier == default_identifier(edition.book.source)
    assert found.modified == "2000-01-01T00:00:00Z"


def test_the_same_book_gives_the_same_edition() -> None:
    book = read_book(folder_of("civil-disobedience.2up.sheet.seed"))
    assert restore(book) == restore(book)


def test_hash_seeds_change_nothing() -> None:
    command = [sys.executable, "-m", "edition", "show", "document", str(TOP / "seeds" / "workers-power")]
    shown = {
        subprocess.run(
            command, cwd=TOP, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in ("0", "1", "4294967295")
    }
    assert len(shown) == 1


def test_an_answer_is_printed_and_listed() -> None:
    answer = Answer("had lit it", "had ever lit it", "so the author’s copy")
    book = Book("lamp", decode("lamp.txt", TEXT.encode()), {"language": "en"}, answers=(answer,))
    edition = restore(book)
    assert "Nobody had ever lit it." in printed(edition)
    assert any("had ever lit it" in e.reading for e in edition.apparatus.emendations)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Es war spät, und die Lampe war nicht aus, denn der Müller und die Müllerin waren noch in der Mühle.", "de"),
        ("Il était tard, et la lampe était dans la maison du meunier, qui ne se doutait de rien et qui est là.", "fr"),
        ("Era tarde, y la lámpara de la casa no se había apagado, que los del molino no lo sabían para nada.", "es"),
        ("Было поздно, и лампа не горела, но мельник и его жена были в доме, что стоял на реке и у леса.", "ru"),
        ("It was late, and the lamp in the house of the miller was not out, for they that lived in it were up.", "en"),
        ("Word.", "en"),
        ("I go.", "en"),
        ("A mill.", "en"),
    ],
)
def test_the_language_is_told_from_the_text(text: str, language: str) -> None:
    assert edition_of(text).metadata.language == language
