"""The editor's answers: copied from the alternatives of a query, they decide it."""

from pathlib import Path

import pytest

from edition.answers import read_answers
from edition.book import Answer, Book
from edition.document import Paragraph, notes_of, plain
from edition.errors import ConfigError
from edition.restore import restore
from edition.source import read_source

SEED = Path(__file__).parents[1] / "seeds" / "workers-power" / "source.txt"


def answered(*pairs: tuple[str, str]) -> Book:
    answers = tuple(Answer(find, read, "as the sense asks") for find, read in pairs)
    return Book("workers-power", read_source(SEED), answers=answers)


def test_a_reading_is_printed_and_listed() -> None:
    edition = restore(answered(("is a stategy that", "is a strategy that")))
    text = "".join(
        plain(edition.book.source, block.inlines)
        for block in edition.document.bodymatter
        if isinstance(block, Paragraph)
    )
    assert "a strategy that empowers" in text
    assert "stategy" not in text
    assert any("strategy" in entry.reading for entry in edition.apparatus.emendations)
    assert not any("stategy" in slip.quote for slip in edition.apparatus.slips)


@pytest.mark.parametrize("place", ["or head of the government.", "for the indirect election of the parliament."])
def test_a_mark_goes_where_the_editor_says_and_is_not_asked_again(place: str) -> None:
    edition = restore(answered((place, f"{place}[^4]")))
    note = next(note for note in notes_of(edition.document) if note.label == "4")
    assert not note.inferred
    assert 4 not in [query.note for query in edition.apparatus.queries]
    before = str(edition.document.bodymatter).split(f"Note(number={note.number},")[0]
    end = edition.book.source.text.index(place) + len(place)
    assert f"end={end})" in before[-200:]


def test_a_paragraph_begins_or_goes_on_where_the_editor_says() -> None:
    words = "Vesenka was assigned the task of"
    asked = [query for query in restore(answered()).apparatus.queries if query.quote == words]
    assert len(asked) == 1
    assert asked[0].kind == "join"
    offered = {asked[0].printed, *asked[0].alternatives}
    assert f"¶ {words}" in offered
    assert any(one.endswith(f"by the government. {words}") for one in offered)
    apart, joined = (
        restore(answered((words, f"¶ {words}"))),
        restore(answered((words, f"… by the government. {words}"))),
    )
    assert len(joined.document.bodymatter) == len(apart.document.bodymatter) - 1
    for edition in (apart, joined):
        assert words not in [query.quote for query in edition.apparatus.queries]


def test_an_answer_cannot_place_a_mark_and_change_words() -> None:
    with pytest.raises(ConfigError, match="places a mark"):
        read_answers(read_source(SEED), (Answer("is a stategy that", "is a strategy[^4] that", ""),))


def test_a_mark_for_no_note_is_an_error() -> None:
    with pytest.raises(ConfigError, match="no note of the source is called 77"):
        restore(answered(("is a stategy that", "is a stategy that[^77]")))


def test_an_editor_puts_one_page_behind_another() -> None:
    words = 'trol" which existed in many'
    with pytest.raises(ConfigError, match="no order of the pages reads so"):
        restore(answered((words, f"… or head of the government. {words}")))


def test_a_place_that_begins_no_page_is_an_error() -> None:
    with pytest.raises(ConfigError, match="no page and no paragraph begins"):
        restore(answered(("is a stategy that", "… some words is a stategy that")))
