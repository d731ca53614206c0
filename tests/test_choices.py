"""Where lines end: lines that are set one by one tell which of several places their printer would have taken."""

import random

import pytest

from edition.choices import Choices, fit_choices, make_pieces
from edition.columns import Line, make_line
from edition.measures import fit_measure
from edition.syllables import HYPHEN, Ruler, Syllables
from edition.widths import USUAL
from tests.test_lines import WORDS

WIDE = 30.0
PLAIN, BROKEN = Ruler(), Ruler(USUAL, Syllables("en"))


def made(text: str, *, cut: bool = False) -> Line:
    return make_line(0, text, 0, below=False, top=False, cut=cut)


def set_lines(words: list[str], inset: float, ruler: Ruler) -> list[str]:
    """Return words as lines, each as full as it can be; a lost hyphen is shown by a bar."""
    lines = [words[0]]
    for word in words[1:]:
        room = WIDE - (inset if len(lines) == 1 else 0.0) - ruler.measure(f"{lines[-1]} ")
        cuts = list(ruler.syllables.breaks(word)) if ruler.syllables else []
        fitting = [at for at in cuts if ruler.measure(word[:at]) + HYPHEN <= room]
        if ruler.measure(word) <= room:
            lines[-1] += f" {word}"
        elif fitting:
            lines[-1] += f" {word[: fitting[-1]]}|"
            lines.append(word[fitting[-1] :])
        else:
            lines.append(word)
    return lines


def some_words(count: int, seed: int) -> list[str]:
    choose = random.Random(seed)
    return [choose.choice(WORDS) for _ in range(count)]


def learned(ruler: Ruler) -> Choices:
    lines = [made(line.rstrip("|"), cut=line.endswith("|")) for line in set_lines(some_words(3000, 1), 0.0, ruler)]
    measure = fit_measure(lines)
    assert measure is not None
    choices = fit_choices(measure, [lines], ruler)
    assert choices is not None
    return choices


def test_few_lines_tell_nothing() -> None:
    lines = [made(line) for line in set_lines(some_words(200, 1), 0.0, PLAIN)]
    measure = fit_measure(lines)
    assert measure is not None
    assert fit_choices(measure, [lines], PLAIN) is None


def test_the_last_place_that_has_room_is_likely_and_others_are_not() -> None:
    choices = learned(PLAIN)
    sure = 0
    for seed in range(40):
        first, second, *_ = set_lines(some_words(60, 100 + seed), 0.0, PLAIN)
        words, following = first.split(), second.split()
        ends = [
            choices.weigh(make_pieces([made(" ".join(words + following[:more]))])[0], made(" ".join(rest)), 0.0)[0]
            for more, rest in ((0, following), (1, following[1:]))
        ]
        short = choices.weigh(make_pieces([made(" ".join(words[:-1]))])[0], made(f"{words[-1]} {second}"), 0.0)[0]
        sure += ends[0] > 5 * max(ends[1], short)
    assert sure > 32


def test_all_ends_of_a_line_together_are_certain() -> None:
    choices = learned(PLAIN)
    words = some_words(40, 9)
    total = sum(
        choices.weigh(make_pieces([made(" ".join(words[:n]))])[0], made(" ".join(words[n:])), 0.0)[0]
        for n in range(1, 39)
    )
    assert total == pytest.approx(1.0)


@pytest.mark.parametrize("inset", [0.0, 2.0])
def test_lines_set_in_are_told_from_others(inset: float) -> None:
    choices = learned(PLAIN)
    better = 0
    for seed in range(40):
        first, second, *_ = set_lines(some_words(60, 200 + seed), inset, PLAIN)
        piece = make_pieces([made(first)])[0]
        own, other = (choices.weigh(piece, made(second), by)[0] for by in (inset, 2.0 - inset))
        better += own >= other
    assert better > 34


def test_lines_joined_at_lost_hyphens_are_weighed_by_all_places_where_they_may_have_parted() -> None:
    choices = learned(BROKEN)
    found = 0
    for seed in range(40):
        lines = set_lines(some_words(60, 300 + seed), 0.0, BROKEN)
        if lines[0].endswith("|") and not lines[1].endswith("|"):
            found += 1
            whole = made(lines[0].rstrip("|") + lines[1])
            wrong = made(" ".join(f"{lines[0].rstrip('|')}{lines[1]}".split()[:-1]))
            after = made(lines[2].rstrip("|"))
            full, last = choices.weigh(make_pieces([whole])[0], after, 0.0)
            assert full > 0.2
            assert (
                full
                > 3 * choices.weigh(make_pieces([wrong])[0], made(f"{whole.text.split()[-1]} {after.text}"), 0.0)[0]
            )
            assert last > 0.5
    assert found > 5


def test_a_paragraph_ends_with_any_line_that_has_room() -> None:
    choices = learned(PLAIN)
    after = made("The mill was old.")
    short, wide = (make_pieces([made(text)])[0] for text in ("of the mill.", "of the mill and the river " * 5))
    assert choices.weigh(short, after, 0.0) == (0.0, pytest.approx(1.0))
    assert choices.weigh(wide, after, 0.0)[1] < 1e-3


def test_pieces_are_all_lines_in_order_each_up_to_the_end_of_a_word() -> None:
    lines = [
        made("an old"),
        made("mill and mea", cut=True),
        made("dows by the ri", cut=True),
        made("ver"),
        made("to", cut=True),
    ]
    pieces = make_pieces(lines)
    assert [piece.text for piece in pieces] == ["an old", "mill and meadows by the river", "to"]
    assert [line for piece in pieces for line in piece.lines] == lines
