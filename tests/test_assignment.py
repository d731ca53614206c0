"""Lost marks of a run of notes, put in their places together."""

import pytest

from edition.assignment import assign


def test_marks_rise_with_their_notes_though_each_would_rather_stand_elsewhere() -> None:
    first, second = assign([{(0, 5): 0.0, (0, 50): 1.0}, {(0, 5): 1.0, (0, 50): 0.0}])
    assert first[0][0] == (0, 5)
    assert second[0][0] == (0, 50)


def test_chances_sum_to_one() -> None:
    for own in assign([{(0, 5): 0.0, (0, 9): 2.0, (1, 3): 0.5}, {(0, 9): 0.0, (1, 3): 1.0}]):
        assert sum(chance for _, chance in own) == pytest.approx(1)


def test_a_note_without_places_gets_none_and_harms_no_other() -> None:
    first, none, last = assign([{(0, 5): 0.0}, {}, {(0, 9): 0.0}])
    assert (first[0][0], none, last[0][0]) == ((0, 5), [], (0, 9))


def test_notes_that_can_only_stand_at_one_place_stand_there_together() -> None:
    assert [own[0][0] for own in assign([{(0, 5): 0.0}, {(0, 5): 0.0}])] == [(0, 5), (0, 5)]
