"""Lines that an extraction joined or broke are printed lines again."""

from edition.columns import Line, Side, make_line
from edition.joined import breaks_words, join_broken, part_joined
from edition.measures import Measure
from edition.syllables import HYPHEN, Ruler, Syllables

RULER = Ruler(syllables=Syllables("en"))
FIRST, SECOND = "the old miller had taken it into consider", "ation long before"
FULL = RULER.measure(FIRST) + HYPHEN
MEASURE = Measure(FULL, FULL)


def line(text: str, start: int = 0) -> Line:
    return make_line(start, text, 0, below=False, top=False, ruler=RULER)


def test_a_joined_line_is_parted_at_the_syllable_at_the_margin() -> None:
    first, second = part_joined(line(FIRST + SECOND, 7), MEASURE, RULER)
    assert (first.text, second.text) == (FIRST, SECOND)
    assert first.cut
    assert not second.cut
    assert (first.start, first.end, second.start, second.end) == (
        7,
        7 + len(FIRST),
        second.start,
        first.end + len(SECOND),
    )
    assert first.shown == f"{FIRST}-"


def test_a_line_that_fits_and_one_of_unbroken_words_stay_whole() -> None:
    assert part_joined(line(FIRST), MEASURE, RULER) == [line(FIRST)]
    unbroken = line("of it in it " * 12)
    assert [part.text for part in part_joined(unbroken, MEASURE, RULER)] == [unbroken.text]


def test_where_joined_lines_end_is_known_to_a_few_letters() -> None:
    first, second = part_joined(line(FIRST + SECOND, 7), MEASURE, RULER)
    ((earliest, latest),) = first.ends
    assert first.end - 5 <= earliest < first.end <= latest <= first.end + 3
    assert second.ends == ()
    unbroken = line("of it in it " * 12)
    (whole,) = part_joined(unbroken, MEASURE, RULER)
    assert len(whole.ends) == round(unbroken.width / MEASURE.mean) - 1


def test_words_are_broken_where_lines_are_joined_or_end_with_a_hyphen() -> None:
    whole, hyphen = (Side((tuple(map(line, texts)),)) for texts in (["of it"] * 9, ["of it"] * 8 + ["con-"]))
    assert not breaks_words((whole,), MEASURE)
    assert breaks_words((hyphen,), MEASURE)


def test_a_line_broken_behind_a_mark_is_whole_again_if_it_has_room() -> None:
    mark, rest = line("by the mill.11"), line("It ran on", 15)
    (joined,) = join_broken((Side(((mark, rest),)),), {}, MEASURE)[0].columns[0]
    assert (joined.text, joined.start, joined.end) == ("by the mill.11 It ran on", 0, 24)
    long = line(FIRST, 15)
    assert join_broken((Side(((mark, long),)),), {}, MEASURE)[0].columns[0] == (mark, long)


def test_a_raised_mark_takes_less_room_than_figures_do() -> None:
    mark, rest = line("by the mill.11"), line("It ran on and on", 15)
    whole = RULER.measure("by the mill.11 It ran on and on")
    for room, count in ((whole - 0.6, 1), (whole - 0.9, 2)):
        assert len(join_broken((Side(((mark, rest),)),), {}, Measure(room, room))[0].columns[0]) == count


def test_the_rest_of_a_note_is_not_joined_to_a_whole_sentence_above() -> None:
    def whole(second: str) -> int:
        first = line("by the old mill.8")
        side = Side(((first, line(second, first.end + 1)),))
        return len(join_broken((side,), {}, MEASURE)[0].columns[0])

    assert whole("They went on") == 1
    assert whole("sacrificed to it.") == 2
