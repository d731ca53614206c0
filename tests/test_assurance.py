"""How sure page turns are: what rivals read otherwise and what reads badly is told, and nothing else."""

from itertools import pairwise
from random import Random

import pytest

from edition.assurance import (
    BEGINNING,
    Place,
    Rival,
    by_itself,
    count_halves,
    count_strains,
    find_turns,
    read_places,
    stands_out,
)
from edition.joins import Joins
from edition.lexicon import read_lexicon
from tests.imposed import paginate, prose

FILLER = "; so it was told in the village for as long as anyone could remember, and so it was written down at last, "
TEXTS = (
    f"The farm stood on a hill{FILLER}above the",
    f"river, where the mill had been{FILLER}in spring.",
    f"It was sold after the war{FILLER}and nobody",
    f"asked what had become of the miller{FILLER}or his wife.",
    f"which nobody had seen before{FILLER}or since.",
)


def joins(texts: tuple[str, ...] = TEXTS) -> Joins:
    return Joins(texts, read_lexicon("en", " ".join(texts)))


def test_every_place_but_the_first_is_read() -> None:
    places = read_places([[0], [1, 2], [3]], joins(), paged=True)
    assert [(place.last, place.first, place.turned) for place in places] == [(0, 1, True), (1, 2, False), (2, 3, True)]


def test_a_sentence_that_breaks_off_in_a_page_is_a_strain_and_at_its_end_is_none() -> None:
    own = joins()
    assert count_strains(read_places([[0, 3, 1, 4]], own, paged=True), own) == 2
    assert count_strains(read_places([[0], [3], [2]], own, paged=True), own) == 0


def test_paragraphs_that_begin_with_a_small_letter_are_no_strain_where_no_sentence_breaks_off() -> None:
    own = joins()
    assert count_strains(read_places([[1, 3, 4]], own, paged=True), own) == 0
    assert count_strains(read_places([[1, 3, 4, 0, 2]], own, paged=True), own) == 2


def test_nothing_reads_on_from_a_title_page() -> None:
    titles = ("The Mill", "A History", *TEXTS)
    assert [place.first for place in read_places([[0, 1], [2], [3]], joins(titles), paged=True)] == [1, 3]


def test_a_sure_order_asks_only_what_reads_badly() -> None:
    places = read_places([[0], [1], [4]], joins(), paged=True)
    turns = find_turns(places, (), 1.0, paged=True)
    assert [turn.confidence for turn in turns] == [1.0, 0.9]


def test_a_rival_takes_from_the_turns_that_it_reads_otherwise() -> None:
    places = [Place(0, 1, -2.0, True), Place(1, 2, 0.4, True), Place(2, 3, -2.0, True)]
    turns = find_turns(places, (Rival("2up, 8 pages", 1.0, (0, 1, 3, 2)),), 1.0, paged=True)
    assert turns[0].confidence == 1.0
    assert turns[1].confidence == turns[2].confidence == pytest.approx(1 / (1 + 0.3679), abs=1e-3)
    assert turns[1].others == (3,)
    assert turns[2].others == (1,)


def test_a_rival_whose_text_begins_elsewhere_says_so() -> None:
    places = [Place(0, 1, -2.0, False), Place(1, 2, 0.4, True)]
    turns = find_turns(places, (Rival("2up, 8 pages", 2.0, (1, 2, 0), local=True),), 1.0, paged=True)
    assert [turn.others for turn in turns] == [(BEGINNING,), ()]
    assert turns[0].confidence == pytest.approx(1 / (1 + 0.1353), abs=1e-3)


def test_a_doubtful_order_asks_each_turn_that_does_not_speak_for_itself() -> None:
    places = [Place(n, n + 1, cost, True) for n, cost in enumerate((-6.5, 0.4, -2.0))]
    sure, open_, likely = (turn.confidence for turn in find_turns(places, (), 0.5, paged=True))
    assert sure > likely > open_ >= 0.5
    assert open_ < 0.8


def test_the_more_pages_there_are_the_less_one_good_join_says() -> None:
    assert by_itself(-3.0, 4) > by_itself(-3.0, 40)


def test_where_no_pages_are_known_sentences_that_break_off_are_asked() -> None:
    places = [Place(0, 1, -4.0, False), Place(1, 2, 0.2, False)]
    assert [turn.place.first for turn in find_turns(places, (), 0.5, paged=False)] == [1]
    assert find_turns(places, (), 1.0, paged=False) == ()


def test_a_word_broken_off_is_told_where_no_half_of_it_follows() -> None:
    texts = (
        "Of the mill nobody was ex-",
        "perienced enough to speak.",
        "Of the inn nobody was ex-",
        "council to the last.",
    )
    own = joins(texts)
    assert count_halves([(0, 1)], own) == 0
    assert count_halves([(0, 1), (2, 3), (1, 2)], own) == 1


@pytest.mark.parametrize("case", ["mutual-aid-1.2up.sheet.seed", "on-liberty-2.2up.sheet.mild"])
def test_an_order_by_lot_does_not_stand_out(case: str) -> None:
    """Though each of its pages ends and begins inside a sentence, and so reads on a little."""
    pages = paginate(prose(case), 15, room=1800).pages
    texts = tuple(block for page in pages for block in page.blocks)
    starts = [sum(len(page.blocks) for page in pages[:n]) for n in range(len(pages) + 1)]
    numbers = [list(range(a, b)) for a, b in pairwise(starts)]
    shifted = [numbers[n] for n in sorted(range(len(numbers)), key=lambda n: (n % 2, n))]
    place = {old: new for new, old in enumerate(n for page in shifted for n in page)}
    printed = joins(tuple(texts[n] for page in shifted for n in page))
    right = [[place[n] for n in page] for page in numbers]
    assert stands_out(right, printed)
    for seed in range(4):
        wrong = list(right)
        Random(seed).shuffle(wrong)
        assert not stands_out(wrong, printed)


def test_of_few_turns_nothing_is_concluded() -> None:
    assert stands_out([[0], [2], [1], [3]], joins())
