"""How one fragment reads on into another: what reads well costs less than what does not."""

import pytest

from edition.assurance import STRAINED
from edition.joins import TOLD, Joins, read_end, read_start
from edition.lexicon import read_lexicon

LONG = "It was late, and the lamp was lit. Nobody had lit it, and nobody knew who had, though all had been there."
TEXTS = (
    "the rights of the supervisory con-",
    "trol which existed in the mill.",
    f"{LONG} The mill stood still for a day, and the",
    "wheel of it was broken.",
    "He was late, as Bertha wrote:",
    '"The wheel was a ring of stars."',
    "The council met.",
    f"{LONG} He called it “a ring of",
    "stars,” and left.",
)
HALF, OTHER, OPEN, SMALL, COLON, QUOTED, CLOSED, INSIDE, OUTSIDE = range(9)


@pytest.fixture(scope="module")
def joins() -> Joins:
    return Joins(TEXTS, read_lexicon("en", " ".join(TEXTS)))


@pytest.mark.parametrize(
    ("first", "best", "worse"),
    [
        (HALF, OTHER, CLOSED),
        (HALF, OTHER, SMALL),
        (OPEN, SMALL, CLOSED),
        (COLON, QUOTED, OTHER),
        (CLOSED, OPEN, SMALL),
        (INSIDE, OUTSIDE, SMALL),
    ],
)
def test_a_page_turn(joins: Joins, first: int, best: int, worse: int) -> None:
    assert joins.turn(first, best) < joins.turn(first, worse)


@pytest.mark.parametrize(("first", "second"), [(HALF, OTHER), (OPEN, SMALL), (OPEN, CLOSED), (CLOSED, SMALL)])
def test_what_cannot_stand_on_one_page(joins: Joins, first: int, second: int) -> None:
    assert joins.inside(first, second) > joins.inside(CLOSED, OPEN)


@pytest.mark.parametrize("start", ["c) The mill", "14 mills were built", "The mill", "the mill"])
def test_nothing_goes_on_under_a_broken_word_that_is_not_its_other_half(start: str) -> None:
    texts = ("the supervisory con-", start, "trol of the board")
    joins = Joins(texts, read_lexicon("en", " ".join(texts)))
    assert joins.inside(0, 1) > 5
    assert joins.turn(0, 1) > joins.turn(0, 2) + 5


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("the supervisory con-", "hyphen"),
        ("and the mill", "open"),
        ("and the mill,", "comma"),
        ("he wrote:", "colon"),
        ("the mill —", "dash"),
        ("as follows:—", "colon"),
        ("The mill stood.", "closed"),
        ("“The mill stood.”", "closed"),
        ("The mill stood.”³", "closed"),
        ("The mill stood. $^{^{\\rm 3}$", "closed"),
        ("as says Mr.", "abbreviation"),
        ("The *mill*", "open"),
    ],
)
def test_ends(text: str, state: str) -> None:
    assert read_end(text).state == state


@pytest.mark.parametrize(
    ("text", "state", "quoted"),
    [
        ("the mill", "lower", False),
        ("The mill", "upper", False),
        ("“the mill", "lower", True),
        ("1917 was", "digit", False),
        ("1. The mill", "item", False),
        ("...and so", "lower", False),
        ("*The mill*", "upper", False),
    ],
)
def test_starts(text: str, state: str, quoted: bool) -> None:
    assert (read_start(text).state, read_start(text).quoted) == (state, quoted)


def test_what_an_editor_puts_behind_each_other_outweighs_all_else() -> None:
    texts = ("It was sold in the spring.", "river, where the mill had been.", "Nobody asked.")
    lexicon = read_lexicon("en", " ".join(texts))
    assert Joins(texts, lexicon).turn(0, 1) > 0
    assert Joins(texts, lexicon, told=frozenset({(0, 1)})).turn(0, 1) == TOLD


def loose_joins() -> Joins:
    texts = (
        f"{LONG} It was sold in the",
        "river, where the mill",
        "and the town had been.",
        "Nobody asked.",
        "still was.",
    )
    return Joins(texts, read_lexicon("en", " ".join(texts)), frozenset({2}), frozenset({2}))


def test_a_page_that_ends_inside_a_block_goes_on_with_a_small_letter() -> None:
    joins = loose_joins()
    assert joins.reading(1, 4) < joins.reading(1, 3)
    assert joins.reading(0, 2) < joins.reading(3, 2)


def test_what_runs_on_in_the_source_costs_less_than_two_columns_run_together() -> None:
    joins = loose_joins()
    assert joins.reading(1, 2) < joins.reading(1, 4)
    assert joins.reading(1, 2) < joins.reading(0, 2)


def test_halves_of_no_word_are_asked() -> None:
    texts = (
        "whatever they say, regardless of the so-",
        "cial consequences of the plan.",
        "total number of the mills.",
        "a policy of the en-",
        "vironment, as they say.",
    )
    joins = Joins(texts, read_lexicon("en", " ".join(texts)))
    assert joins.reading(0, 1) < -3
    assert joins.reading(3, 4) < -3
    assert joins.reading(0, 2) >= STRAINED
    assert joins.reading(3, 2) >= STRAINED


def test_half_a_word_does_not_begin_a_page_behind_a_whole_one() -> None:
    texts = (
        f"{LONG} Nobody thought about the",
        "mental health of the men.",
        "sidered to be a good thing.",
        "this was then con",
    )
    joins = Joins(texts, read_lexicon("en", " ".join(texts)))
    assert joins.reading(0, 1) + 1 < joins.reading(0, 2)
    assert joins.reading(3, 2) + 1 < joins.reading(0, 2), "a half that lost its hyphen goes with the other"


def test_a_text_without_its_heading() -> None:
    lexicon = read_lexicon("en", LONG)
    headed = Joins(("The First Chapter", LONG, LONG), lexicon)
    assert [headed.is_headless(i) for i in range(3)] == [False, True, True]
    assert not Joins((LONG, LONG), lexicon).is_headless(0), "a text without headings has lost none"
