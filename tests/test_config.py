"""`edition.toml`: what it may say, and that every mistake in it is named with its line."""

import os
import re
from pathlib import Path

import pytest

from edition.book import Answer, Output
from edition.build import read_book
from edition.config import is_identifier, is_language, is_utc_stamp
from edition.errors import ConfigError, SourceError
from tests.conftest import CONFIG, SOURCE, MakeBook

FULL = """\
[source]
file = "source.txt"
sha256 = "{sha256}"

[book]
title = "The Lamp"
subtitle = "A tale"
author = "Ada Corder"
author_sort = "Corder, Ada"
date = "1987-05"
language = "en-GB"
rights = "Anti-Copyright"
publisher = "The Lamp Street Library"
identifier = "https://lamps.example/the-lamp"
modified = "2026-03-08T12:00:00Z"

[imposition]
scheme = "none"
pages = 4

[output]
paragraph_numbers = true

[[answer]]
find = "Nobody had lit it."
read = "Somebody had lit it."
why = "the second edition has it so"

[[answer]]
find = "the lamp was out"
read = ""
why = "cut by the author"
"""


def answer(find: str) -> str:
    return CONFIG + f'[[answer]]\nfind = "{find}"\nread = "x"\nwhy = "y"\n'


def refused(folder: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        read_book(folder)
    assert str(caught.value).startswith(str(folder))
    return str(caught.value).removeprefix(str(folder) + os.sep)


def test_a_full_configuration_is_read(make_book: MakeBook) -> None:
    book = read_book(make_book(FULL))
    assert book.slug == "lamp"
    assert book.source.text == SOURCE
    assert book.given["author_sort"] == "Corder, Ada"
    assert set(book.given) == {
        *("title", "subtitle", "author", "author_sort", "date", "language"),
        *("rights", "publisher", "identifier", "modified"),
    }
    assert (book.scheme, book.pages, book.output) == ("none", 4, Output(paragraph_numbers=True))
    assert book.answers == (
        Answer("Nobody had lit it.", "Somebody had lit it.", "the second edition has it so"),
        Answer("the lamp was out", "", "cut by the author"),
    )


def test_the_least_configuration_decides_nothing_that_the_text_tells(make_book: MakeBook) -> None:
    book = read_book(make_book())
    assert set(book.given) == {"identifier", "modified"}
    assert (book.scheme, book.pages, book.answers, book.output) == (None, None, (), Output())


def test_the_file_itself_names_the_book(make_book: MakeBook) -> None:
    folder = make_book()
    assert read_book(folder / "edition.toml") == read_book(folder)


def test_an_unknown_key_is_named_with_the_known_ones(make_book: MakeBook) -> None:
    message = refused(make_book(CONFIG + 'titel = "The Lamp"\n'))
    assert message.startswith(
        "edition.toml, line 8: unknown key `titel` in [book]. Known keys: title, subtitle, author,"
    )


def test_an_unknown_key_of_a_later_answer_leads_to_its_own_line(make_book: MakeBook) -> None:
    message = refused(make_book(answer("lamp was lit") + answer("lamp was out").removeprefix(CONFIG) + 'page = "3"\n'))
    assert message.startswith("edition.toml, line 16: unknown key `page` in [answer]. Known keys: find, read, why.")


@pytest.mark.parametrize("wrong", ["[colour]\nink = 1\n", 'colour = "red"\n'])
def test_an_unknown_table_is_named_with_the_known_ones(make_book: MakeBook, wrong: str) -> None:
    message = refused(make_book(wrong + CONFIG))
    assert "line 1: unknown table or key `colour`. Known tables: [source], [book], [imposition]" in message


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("file", "line 1: [source] lacks `file`"),
        ("sha256", "line 1: [source] lacks `sha256`"),
        ("identifier", "line 5: [book] lacks `identifier`"),
        ("modified", "line 5: [book] lacks `modified`"),
    ],
)
def test_a_missing_key_is_named(make_book: MakeBook, key: str, place: str) -> None:
    config = re.sub(rf"(?m)^{key} = .*$", "", CONFIG)
    assert refused(make_book(config)).startswith(f"edition.toml, {place}.")


def test_a_missing_table_is_a_missing_key(make_book: MakeBook) -> None:
    assert refused(make_book("")) == "edition.toml: [source] lacks `file`. `edition new` writes it for a source."


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("date = 2005", "`date` in [book] must be text in quotes"),
        ('date = "last year"', "`date` in [book] must be a year or a day"),
        ('date = "2005-13"', "`date` in [book] must be a year or a day"),
        ('title = ""', "`title` in [book] must say something"),
        ('title = "a\\u0000b"', "`title` in [book] holds a control character"),
        ('language = "english"', "`language` in [book] must be a language tag"),
        ('[imposition]\nscheme = "3up"', "`scheme` in [imposition] must be one of none, 2up, "),
        ("[imposition]\npages = true", "`pages` in [imposition] must be a whole number"),
        ("[imposition]\npages = 0", "`pages` in [imposition] must be the number of pages"),
        ('[output]\nparagraph_numbers = "yes"', "`paragraph_numbers` in [output] must be true or false"),
        ('[answer]\nfind = "x"', "answers stand each under its own [[answer]]"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(make_book: MakeBook, line: str, message: str) -> None:
    assert f": {message}" in refused(make_book(CONFIG + line + "\n"))


@pytest.mark.parametrize("stamp", ["2026-03-08", "2026-02-30T12:00:00Z", "2026-03-08T12:00:00+01:00"])
def test_a_moment_must_be_one_in_utc(make_book: MakeBook, stamp: str) -> None:
    message = refused(make_book(CONFIG.replace("2026-03-08T12:00:00Z", stamp)))
    assert message.startswith("edition.toml, line 7: `modified` in [book] must be a moment in UTC")


def test_an_identifier_must_be_a_urn_or_an_address(make_book: MakeBook) -> None:
    message = refused(make_book(CONFIG.replace("urn:uuid:3e3f1ad6", "my-book-3e3f1ad6")))
    assert message.startswith("edition.toml, line 6: `identifier` in [book] must be a URN or a web address")


def test_forms() -> None:
    assert all(
        map(
            is_identifier,
            ["urn:isbn:9780141439518", "https://a.example/b", "urn:uuid:" + "0" * 8 + "-0000" * 3 + "-" + "0" * 12],
        )
    )
    assert not any(
        map(is_identifier, ["urn:uuid:12", "urn:x:y z", "https://", "isbn:978", "urn:uuid:{" + "0" * 32 + "}"])
    )
    assert all(map(is_language, ["en", "de-CH", "sr-Latn-RS", "es-419", "de-1996", "grc"]))
    assert not any(map(is_language, ["", "EN", "en_GB", "english", "en-"]))
    assert is_utc_stamp("2000-02-29T23:59:59Z")
    assert not is_utc_stamp("2001-02-29T23:59:59Z")


def test_a_wrong_sum_says_both(make_book: MakeBook) -> None:
    folder = make_book()
    source = folder / "source.txt"
    source.write_text(SOURCE + "One line more.\n", encoding="utf-8")
    message = refused(folder)
    assert message.startswith("edition.toml, line 3: ")
    assert len(set(re.findall(r"\b[0-9a-f]{64}\b", message))) == 2
    assert str(source) in message


def test_a_sum_in_capitals_is_the_same_sum(make_book: MakeBook) -> None:
    folder = make_book()
    config = folder / "edition.toml"
    config.write_text(re.sub(r"[0-9a-f]{64}", lambda found: found[0].upper(), config.read_text()))
    assert read_book(folder).source.text == SOURCE


@pytest.mark.parametrize("name", ["../other.txt", "/etc/hostname", "link.txt"])
def test_a_source_outside_the_folder_is_refused(make_book: MakeBook, name: str) -> None:
    folder = make_book(CONFIG.replace("source.txt", name))
    (folder.parent / "other.txt").write_text(SOURCE)
    (folder / "link.txt").symlink_to(folder.parent / "other.txt")
    assert "lies outside the book's folder" in refused(folder)


def test_a_source_that_is_not_there_is_named(make_book: MakeBook) -> None:
    message = refused(make_book(CONFIG.replace("source.txt", "text.txt")))
    assert message == "edition.toml, line 2: there is no file `text.txt` beside it."


def test_a_source_that_is_no_text_is_the_source_s_error(make_book: MakeBook) -> None:
    folder = make_book()
    (folder / "source.txt").write_bytes(b"\x93Who?\x94")
    with pytest.raises(SourceError, match=r"line 1: byte 0x93 is not UTF-8"):
        read_book(folder)


def test_an_answer_that_matches_nothing_is_named(make_book: MakeBook) -> None:
    message = refused(make_book(answer("the candle")))
    assert message.startswith("edition.toml, line 9: `find` matches nothing in ")
    assert message.endswith(": 'the candle'.")


def test_an_answer_that_matches_twice_says_the_lines(make_book: MakeBook) -> None:
    message = refused(make_book(answer("the lamp was")))
    assert message.startswith("edition.toml, line 9: `find` matches 2 times in ")
    assert "(lines 5, 7)" in message


def test_places_that_overlap_are_two_places(make_book: MakeBook) -> None:
    assert "matches 2 times" in refused(make_book(CONFIG + answer("aa").removeprefix(CONFIG), source="baaab\n"))


def test_two_answers_may_not_want_the_same_words(make_book: MakeBook) -> None:
    message = refused(make_book(answer("lamp was lit") + answer("was lit. Nobody").removeprefix(CONFIG)))
    assert message == "edition.toml, line 13: `find` overlaps another answer's: 'lamp was lit'."


def test_toml_that_is_none_says_the_line(make_book: MakeBook) -> None:
    message = refused(make_book(CONFIG + "title = The Lamp\n"))
    assert message.startswith("edition.toml: is not TOML: ")
    assert "line 8" in message


def test_a_configuration_that_is_not_utf_8_is_named(make_book: MakeBook) -> None:
    folder = make_book()
    (folder / "edition.toml").write_bytes(b'[book]\ntitle = "\xe9"\n')
    assert refused(folder) == "edition.toml: is not UTF-8 (byte 16). Save it as UTF-8."


def test_a_table_given_as_a_key_is_named(make_book: MakeBook) -> None:
    assert "line 1: `book` is a table" in refused(make_book('book = "The Lamp"\n' + CONFIG.split("[book]")[0]))
