"""Booklets whose truth is known: the law holds on each, none crashes, and no figure falls behind the recorded ones."""

import pytest

from edition.account import balance
from edition.build import read_book
from edition.document import notes_of
from edition.errors import SourceError
from edition.restore import run
from tests.bench.measure import COLUMNS, cases, figures, folder_of, recorded, restored

LOWER_IS_BETTER = {"breaks": 0.0, "word_errors": 0.5, "queries": 4.0}
"""How much these may rise."""
HIGHER_IS_BETTER = {
    "paragraphs": 0.005,
    "notes": 0.0,
    "marks_kept": 0.0,
    "marks_lost": 0.101,
    "quotes": 0.002,
    "italics": 0.01,
}
"""How much these may fall: a lost mark more or less is no defect, a note is."""
READ = [case for case in cases() if recorded().get(case) is not None]
REFUSED = [case for case in cases() if case not in READ]


@pytest.mark.parametrize("case", READ)
def test_the_law_holds(case: str) -> None:
    stages = restored(case)
    edition = stages.edition
    balance(edition.book.source, edition.document)
    sums = edition.apparatus
    assert sums.kept + sums.emended + sum(n for _, n in sums.set_aside) == len(edition.book.source.text)


@pytest.mark.parametrize("case", READ)
def test_the_order_is_a_permutation(case: str) -> None:
    order = restored(case).order
    assert sorted(i for leaf in order.leaves for i in leaf.text + leaf.notes) == list(range(len(order.atoms)))


@pytest.mark.parametrize("case", READ)
def test_every_note_has_one_mark_and_every_inferred_one_a_query(case: str) -> None:
    stages = restored(case)
    notes = notes_of(stages.edition.document)
    assert [note.number for note in notes] == list(range(1, len(notes) + 1))
    assert len(notes) == len(stages.assembly.notes)
    asked = {query.note for query in stages.edition.apparatus.queries if query.kind == "mark"}
    assert {note.number for note in notes if note.inferred} == asked


@pytest.mark.parametrize("case", READ)
def test_queries_are_sure_of_what_they_print_or_offer_something_else(case: str) -> None:
    for query in restored(case).edition.apparatus.queries:
        assert 0 < query.confidence <= 1
        assert query.why
        assert query.printed not in query.alternatives, query


def test_what_cannot_be_read_is_refused_in_plain_words() -> None:
    for case in REFUSED:
        with pytest.raises(SourceError):
            run(read_book(folder_of(case)))


def test_every_case_is_recorded() -> None:
    assert list(recorded()) == cases()
    assert set(COLUMNS) == set(LOWER_IS_BETTER) | set(HIGHER_IS_BETTER)


@pytest.mark.parametrize("case", READ)
def test_no_figure_falls_behind(case: str) -> None:
    """After a change for the better: `python -m tests.bench.measure --write`."""
    before, now = recorded()[case], figures(case)
    assert now is not None
    assert before is not None
    worse = {
        column: (before[column], now[column])
        for column in COLUMNS
        if now[column] > before[column] + LOWER_IS_BETTER.get(column, float("inf"))
        or now[column] < before[column] - HIGHER_IS_BETTER.get(column, float("inf"))
    }
    assert not worse
