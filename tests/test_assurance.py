"""How sure page turns are: what rivals read otherwise and what reads badly is told, and nothing else."""

import pytest

from edition.assurance import Place, Rival, by_itself, count_halves, count_strains, find_turns, read_places
from edition.joins import Joins
from edition.lexicon import read_lexicon

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
