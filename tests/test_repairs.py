"""Words put together, noise taken out, slips listed: by cases, and what must never change."""

import pytest

from edition.document import Emended, pieces_of
from tests.fixture import Case, cases, edition_of, printed

STRATEGY = "They had a strategy. It was a strategy of theirs, and the stategy failed."


@pytest.mark.parametrize("case", cases("repairs"))
def test_case(case: Case) -> None:
    assert printed(edition_of(case.given, case.language)) == case.expected


def test_a_broken_word_is_listed_and_a_sure_one_not_asked() -> None:
    edition = edition_of("It was supervisory con-\ntrol. This control was legal.", "en")
    assert [hyphen.reading for hyphen in edition.apparatus.hyphens] == ["control"]
    assert not edition.apparatus.queries


def test_a_broken_word_that_nobody_knows_is_asked_with_the_other_reading() -> None:
    edition = edition_of("They called it the grum-\nblefax of the mill.", "en")
    (query,) = edition.apparatus.queries
    assert query.kind == "hyphen"
    assert {query.printed, *query.alternatives} == {"grumblefax", "grum-blefax"}
    assert query.printed in printed(edition)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("The list of 2023-02-\n04 and the Model-\n68000 mill.", "The list of 2023-02-04 and the Model-68000 mill."),
        ("The 0.93R6-\nrelease of the mill.", "The 0.93R6-release of the mill."),
        ("It is at exam-\nple.com, for example.", "It is at example.com, for example."),
        ("It is at www.exam-\nple.com, for example.", "It is at www.example.com, for example."),
    ],
)
def test_figures_and_addresses_that_a_line_end_cut_are_whole(given: str, expected: str) -> None:
    assert printed(edition_of(given, "en")) == expected


def test_a_part_left_out_before_a_conjunction_keeps_its_hyphen_and_space() -> None:
    assert printed(edition_of("Die TCP- beziehungsweise UDP-Ports.", "de")) == "Die TCP- beziehungsweise UDP-Ports."


def test_a_lost_hyphen_is_an_emendation() -> None:
    text = "The anarcho-syndicalists met. An anarchosyndicalist spoke, another anarcho-syndicalist did not."
    (emendation,) = edition_of(text, "en").apparatus.emendations
    assert (emendation.source, emendation.reading) == ("anarchosyndicalist", "anarcho-syndicalist")


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("fellowmen", "fellow-men"),
        ("nestingtime", "nesting-time"),
        ("barberrybush", "barberry-bush"),
        ("powdermonkeys", "powder-monkeys"),
    ],
)
def test_where_a_hyphen_may_have_been_lost_is_asked(word: str, other: str) -> None:
    edition = edition_of(f"They went to see the {word} in the garden of the old house.", "en")
    (query,) = edition.apparatus.queries
    assert {query.printed, *query.alternatives} == {word, other}


@pytest.mark.parametrize("word", ["unlikeness", "languisheth", "asserters", "musquash"])
def test_a_rare_word_that_never_had_a_hyphen_is_not_asked(word: str) -> None:
    assert not edition_of(f"They went to see the {word} in the garden of the old house.", "en").apparatus.queries


def test_a_capital_inside_a_word_shows_that_no_hyphen_was_lost() -> None:
    text = "The network-manager is called NetworkManager, and it is the network-manager of all."
    assert printed(edition_of(text, "en")) == text


@pytest.mark.parametrize(
    "text", ["Die Mikroker-\nnels sind klein und sehr schnell.", "Er kam auf schnel-\nlen Pferden."]
)
def test_a_syllable_at_a_line_end_is_not_asked(text: str) -> None:
    assert not edition_of(text, "de").apparatus.queries


def test_what_the_book_writes_both_ways_stands() -> None:
    text = "They cooperate and they cooperate, and some co-operate; to cooperate is all."
    edition = edition_of(text, "en")
    assert printed(edition) == text


@pytest.mark.parametrize(
    ("text", "quote", "suggestion"),
    [
        (STRATEGY, "stategy", "strategy"),
        ("All of this appeals to to motivate nobody.", "to to", "to"),
        ("He said that they 'cannot have it all and left. So it was.", "'cannot have it all and", ""),
    ],
)
def test_a_slip_is_listed_and_stands(text: str, quote: str, suggestion: str) -> None:
    edition = edition_of(text, "en")
    (slip,) = edition.apparatus.slips
    assert (slip.quote, slip.suggestion) == (quote, suggestion)
    assert not edition.apparatus.queries
    assert not [p for p in pieces_of(edition.document) if isinstance(p, Emended) and p.rule not in HOUSE_STYLE]


HOUSE_STYLE = {"apostrophe", "quotation mark"}


@pytest.mark.parametrize(
    "text",
    [
        "He had had enough. The house that that man built stood.",
        "Strategies and strategists made a strategy; one strategist wept.",
        "The colour of the honour was grey, and the color of it gray.",
        "‘Cannot have it all’, he said; the workers' own.",
        "The usufruct of the glebe was a heriot.",
        "Bora Bora and Baden Baden are places.",
    ],
)
def test_what_is_right_is_no_slip(text: str) -> None:
    assert not edition_of(text, "en").apparatus.slips


def test_repairs_stay_inside_their_own_words() -> None:
    """An emended piece never reaches over more of the source than it has to: what it does not change is kept."""
    text = "It was con-\ntrol, the anarcho-syndicalists said. An anarchosyndicalist  spoke."
    source = edition_of(text, "en").book.source
    for piece in pieces_of(edition_of(text, "en").document):
        if isinstance(piece, Emended):
            assert len(source.at(piece.span)) <= 3, piece
