"""Labels and folios glued to the last word before them stand on lines of their own again."""

from edition.columns import Line, Side, make_line
from edition.feet import find_folios
from edition.glued import part_folios, part_glued


def side(*texts: tuple[str, bool]) -> Side:
    start = 0
    lines: list[Line] = []
    for text, below in texts:
        lines.append(make_line(start, text, 0, below=below, top=not lines))
        start += len(text) + 1
    return Side((tuple(lines),))


def words(given: Side) -> list[str]:
    return [line.text for line in given.columns[0]]


def test_a_label_glued_to_the_beginning_of_a_word_is_parted_though_others_look_like_its_mark() -> None:
    one = side(
        ("the mill.2 They went to Model2 and on", True),
        ("then they were a se2", False),
        ("12", True),
        ("See the mill.", True),
    )
    other = side(("As in Plan2 before", True), ("and after", False))
    parted = part_glued((one, other), None)
    assert words(parted[0])[1:3] == ["then they were a se", "2"]
    assert parted[0].columns[0][1].cut


def test_a_mark_on_a_whole_word_stays() -> None:
    one = side(("they went to the mill and on", True), ("then they saw the mill2", False), ("12", True))
    other = side(("As in Plan2 before", True), ("and in Model2 after", False))
    assert words(part_glued((one, other), None)[0])[1] == "then they saw the mill2"


def test_a_section_of_an_appendix_calls_no_note() -> None:
    one = side(("see section C.2 there", True), ("and went to the mill2", False), ("See the mill.", True))
    assert words(part_glued((one,), None)[0]) == words(one)


def test_a_folio_behind_the_last_word_is_parted() -> None:
    (parted,) = part_folios((side(("they were a se12", True), ("Next page", True)),), ((12, 5),))
    assert words(parted) == ["they were a se", "12", "Next page"]


def test_a_figure_that_a_mark_calls_is_no_folio_of_a_page_before_the_first_folio() -> None:
    first = side(("they went to the mill.1 And", True), ("then they were a se1", False), ("See the mill.", True))
    later = side(("Next page", True), ("3", True))
    assert words(part_folios((first, later), ((1, 4), (3, 2)))[0]) == words(first)
    whole = part_folios((side(("then they were a se1", True), ("Next page", True)), later), ((1, 4), (3, 2)))
    assert words(whole[0]) == ["then they were a se", "1", "Next page"]


SIDES = ((8, 1), (2, 7), (6, 3), (4, 5))


def sides_calling(called: set[int]) -> tuple[Side, ...]:
    """Return sides whose folios stand alone, and which have marks with some of the same figures."""
    return tuple(
        side(*((text, True) for n in pair for text in (f"by the mill.{n}" if n in called else "by the mill.", str(n))))
        for pair in SIDES
    )


def test_folios_are_found_though_notes_have_the_same_figures_and_labels_alone_are_none() -> None:
    assert find_folios(sides_calling(set())) == SIDES
    assert find_folios(sides_calling({8, 6, 5, 4})) == SIDES
    assert find_folios(sides_calling({1, 2, 3, 4, 5, 6})) is None


def test_a_label_glued_to_capitals_is_parted_where_a_note_begins_behind_it() -> None:
    one = side(
        ("the mill.10 They went", True),
        ("need arises11 and went", False),
        ("no CD11 Ibid., p. 48.", False),
        ("10 Ibid.", True),
    )
    assert words(part_glued((one,), None)[0])[2:4] == ["no CD", "11 Ibid., p. 48."]


def test_a_label_glued_to_the_beginning_of_a_word_is_parted_though_its_mark_stands_behind_figures() -> None:
    one = side(("the mill.1 They", True), ("in 1848,2 they", False), ("were a se2", False), ("See the mill.", True))
    assert words(part_glued((one,), None)[0])[2:4] == ["were a se", "2"]


def test_a_label_behind_a_bracket_is_parted_at_the_end_of_the_text() -> None:
    one = side(("the mill.1 They saw", True), ("the old (MILL)1 Ibid., p. 48.", False), ("2 Ibid.", True))
    assert words(part_glued((one,), None)[0])[1:3] == ["the old (MILL)", "1 Ibid., p. 48."]


def test_a_name_with_a_figure_that_the_book_has_twice_is_whole() -> None:
    one = side(("the mill.6 They saw", True), ("the IPv6 Router", False), ("and IPv6 again", False), ("6 Ibid.", True))
    assert words(part_glued((one,), None)[0]) == words(one)
