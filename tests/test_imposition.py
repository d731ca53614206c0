"""Every scheme both ways: the diagrams of its makers, booklets seen in the wild, and the laws for all page counts."""

import re
from collections.abc import Callable
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.errors import EditionError
from edition.imposition import (
    ORDERS,
    SCHEMES,
    Order,
    Side,
    arrange,
    arrangement,
    choose_signature,
    impose,
    pad,
    padded,
    positions,
    rearrange,
    unimpose,
)

# Folios from 1 as the makers' documentation draws them: `r` turned, `//` rows, `;` sides.
DIAGRAMS = {
    ("none", 3): "1; 2; 3",
    ("2up", 8): "8 1; 2 7; 6 3; 4 5",
    ("duplex2up", 8): "1r 8r; 2 7; 3r 6r; 4 5",
    ("duplex2up-in-place", 8): "8r 1r; 2 7; 6r 3r; 4 5",
    ("pdfcpu", 8): "8 1; 7r 2r; 6 3; 5r 4r",
    ("2down", 8): "8 // 1; 2 // 7; 6 // 3; 4 // 5",
    ("4up", 8): "8 1 // 6 3; 2 7 // 4 5",
    ("4up", 16): "16 1 // 12 5; 2 15 // 6 11; 14 3 // 10 7; 4 13 // 8 9",
    ("4up-cut", 16): "16 1 // 14 3; 2 15 // 4 13; 12 5 // 10 7; 6 11 // 8 9",
    ("4up-cut", 12): "12 1 // 10 3; 2 11 // 4 9; 8 5; 6 7",
    ("2side", 4): "1 2; 3 4",
    ("2x4x1", 16): "5r 4r // 8 1; 3r 6r // 2 7; 13r 12r // 16 9; 11r 14r // 10 15",
    ("2x4x2", 16): "9r 8r // 16 1; 7r 10r // 2 15; 11r 6r // 14 3; 5r 12r // 4 13",
    ("ea4x4", 16): "13r 4r // 16 1; 3r 14r // 2 15; 9r 8r // 12 5; 7r 10r // 6 11",
    ("1x8x2", 16): "5r 12r 9r 8r // 4 13 16 1; 7r 10r 11r 6r // 2 15 14 3",
    ("1x4x2cutfoldbind", 16): "4 1 // 8 5; 2 3 // 6 7; 12 9 // 16 13; 10 11 // 14 15",
    ("onepagezine", 8): "5r 4r 3r 2r // 6 7 8 1",
}

# Booklets as they were found: positions from 0, `-` a blank, `r` turned. All that are folded kept the cover.
WILD = (
    ("2up", 21, 0, "20 0; 1 -; - 2; 3 -; 19 4; 5 18; 17 6; 7 16; 15 8; 9 14; 13 10; 11 12"),
    ("2up", 26, 0, "25 0; 1 -; - 2; 3 24; 23 4; 5 22; 21 6; 7 20; 19 8; 9 18; 17 10; 11 16; 15 12; 13 14"),
    (
        "2up",
        30,
        16,
        "15 0; 1 14; 13 2; 3 12; 11 4; 5 10; 9 6; 7 8; 29 16; 17 -; - 18; 19 28; 27 20; 21 26; 25 22; 23 24",
    ),
    (
        "4up-cut",
        22,
        0,
        "21 0 // - 2; 1 - // 3 20; 19 4 // 17 6; 5 18 // 7 16; 15 8 // 13 10; 9 14 // 11 12",
    ),
    (
        "duplex2up-in-place",
        22,
        0,
        "21r 0r; 1 -; - 2r; 3 20; 19r 4r; 5 18; 17r 6r; 7 16; 15r 8r; 9 14; 13r 10r; 11 12",
    ),
    (
        "2x4x1",
        26,
        0,
        (
            "4r 3r // 7 0; 2r 5r // 1 6; 12r 11r // 15 8; 10r 13r // 9 14; "
            "20r 19r // 23 16; 18r 21r // 17 22; - - // 25 24; - - // - -"
        ),
    ),
    ("2side", 26, 0, "; ".join(f"{left} {left + 1}" for left in range(0, 26, 2))),
    ("none", 25, 0, "; ".join(map(str, range(25)))),
)


def draw(sides: tuple[Side, ...], name: Callable[[int, bool], str]) -> str:
    """Return a diagram of the sides."""
    drawn = []
    for side in sides:
        rows = sorted({slot.row for slot in side})
        lines = (" ".join(name(slot.position, slot.turned) for slot in side if slot.row == row) for row in rows)
        drawn.append(" // ".join(lines))
    return "; ".join(drawn)


@pytest.mark.parametrize(("scheme", "pages"), DIAGRAMS)
def test_the_diagrams_of_the_makers(scheme: str, pages: int) -> None:
    drawn = draw(positions(scheme, pages), lambda position, turned: f"{position + 1}{'r' * turned}")
    assert drawn == DIAGRAMS[scheme, pages]


def test_every_scheme_has_its_diagram() -> None:
    assert {scheme for scheme, _ in DIAGRAMS} == set(SCHEMES)


@pytest.mark.parametrize(("scheme", "pages", "signature", "diagram"), WILD)
def test_booklets_seen_in_the_wild(scheme: str, pages: int, signature: int, diagram: str) -> None:
    vector = pad(range(pages), padded(scheme, pages, signature), cover=True)

    def name(position: int, turned: bool) -> str:
        return "-" if vector[position] is None else f"{vector[position]}{'r' * turned}"

    assert draw(positions(scheme, len(vector), signature), name) == diagram


def test_signatures_follow_one_another() -> None:
    sides = impose(range(1, 17), "2up", signature=8)
    assert sides == ((8, 1), (2, 7), (6, 3), (4, 5), (16, 9), (10, 15), (14, 11), (12, 13))


def test_a_right_bound_book_mirrors_the_sides() -> None:
    assert impose(range(1, 5), "2up", right_bound=True) == ((1, 4), (3, 2))
    assert impose(range(1, 9), "2x4x1", right_bound=True) == ((4, 5, 1, 8), (6, 3, 7, 2))


def test_blanks_go_to_the_end_or_before_the_cover() -> None:
    assert pad("abc", 4, cover=False) == ("a", "b", "c", None)
    assert pad("abc", 4, cover=True) == ("a", "b", None, "c")
    assert pad("a", 4, cover=True) == (None, None, None, "a")
    assert impose("abcde", "2up", cover=True) == (("e", "a"), ("b", None), (None, "c"), ("d", None))


@st.composite
def bookwork(draw_: st.DrawFn) -> tuple[str, int, int]:
    """Draw a scheme, a page count and a signature that the scheme can fold."""
    scheme = draw_(st.sampled_from(sorted(SCHEMES)))
    found = SCHEMES[scheme]
    sizes = [0, found.unit]
    if found.signatures:
        sizes += [found.unit * times for times in (2, 3, 4, 7)]
    return scheme, draw_(st.integers(1, 130)), draw_(st.sampled_from(sizes))


@given(bookwork(), st.booleans(), st.booleans(), st.sampled_from(ORDERS))
def test_unimposing_an_imposition_is_the_identity(
    work: tuple[str, int, int], cover: bool, right_bound: bool, order: Order
) -> None:
    scheme, count, signature = work
    pages = tuple(f"page {number}" for number in range(count))
    sides = impose(pages, scheme, signature=signature, cover=cover, right_bound=right_bound)
    taken = arrange(sides, order, folded=signature // 2)
    found = rearrange(taken, order, folded=signature // 2)
    assert unimpose(found, scheme, pages=count, signature=signature, cover=cover, right_bound=right_bound) == pages


@given(bookwork(), st.booleans())
def test_every_page_has_exactly_one_slot_and_every_slot_one_page(work: tuple[str, int, int], right_bound: bool) -> None:
    scheme, count, signature = work
    pages = padded(scheme, count, signature)
    sides = positions(scheme, pages, signature, right_bound=right_bound)
    assert sorted(slot.position for side in sides for slot in side) == list(range(pages))
    for side in sides:
        places = [(slot.row, slot.column) for slot in side]
        assert places == sorted(set(places))


@given(bookwork())
def test_no_more_blanks_than_the_sheets_need(work: tuple[str, int, int]) -> None:
    scheme, count, signature = work
    size = signature or SCHEMES[scheme].unit
    assert 0 <= padded(scheme, count, signature) - count < size
    assert padded(scheme, count, signature) % size == 0


@given(st.integers(1, 60), st.sampled_from([0, 4, 8, 16]))
def test_the_pages_of_a_folded_side_sum_to_the_signature_and_one(count: int, signature: int) -> None:
    pages = padded("2up", count, signature)
    size = signature or pages
    for number, (left, right) in enumerate(positions("2up", pages, signature)):
        first = 2 * number // size * size
        assert (left.position - first + 1) + (right.position - first + 1) == size + 1


@given(st.integers(1, 60), st.sampled_from([0, 4, 8, 12, 20, 28]))
def test_front_and_back_of_a_leaf_are_consecutive_pages(count: int, signature: int) -> None:
    sides = positions("2up", padded("2up", count, signature), signature)
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        assert back[0].position == front[1].position + 1
        assert back[1].position == front[0].position - 1


@given(st.integers(1, 50), st.sampled_from([0, 4, 8, 12, 16]))
def test_the_formula_of_the_folded_sheet_and_its_inverse(count: int, signature: int) -> None:
    pages = padded("2up", count, signature)
    s = signature or pages
    slots = [slot.position for slot in chain.from_iterable(positions("2up", pages, signature))]
    for c, position in enumerate(slots):
        m = c % s
        q = s - 1 - m // 2 if c % 4 in {0, 3} else m // 2
        assert position == c - m + q
    for position in range(pages):
        q = position % s
        r = s - 1 - q
        m = (2 * q + 1 if q % 2 == 0 else 2 * q) if q < s / 2 else (2 * r if r % 2 == 0 else 2 * r + 1)
        assert slots[position - q + m] == position


@given(st.integers(0, 40), st.sampled_from(ORDERS), st.sampled_from([0, 2, 4, 8]))
def test_sheets_in_any_order_can_be_put_back(count: int, order: Order, folded: int) -> None:
    sides = tuple(range(count))
    taken = arrange(sides, order, folded=folded)
    assert sorted(taken) == list(sides)
    assert taken == arrangement(count, order, folded=folded)
    assert rearrange(taken, order, folded=folded) == sides


def test_the_orders_in_which_sheets_are_taken_up() -> None:
    sides = ("8|1", "2|7", "6|3", "4|5")
    assert arrange(sides, "as-printed") == sides
    assert arrange(sides, "reversed") == ("6|3", "4|5", "8|1", "2|7")
    assert arrange(sides, "backs-first") == ("2|7", "8|1", "4|5", "6|3")
    assert arrange(sides, "innermost-first", folded=2) == sides
    assert arrange(sides, "innermost-first") == arrange(sides, "reversed")
    assert arrange(sides, "fronts-then-backs") == ("8|1", "6|3", "2|7", "4|5")
    assert arrange(sides, "last-side-first") == ("4|5", "6|3", "2|7", "8|1")


@pytest.mark.parametrize(
    ("pages", "low", "high", "signature", "signatures"),
    [
        (81, 40, 80, 44, 2),
        (130, 40, 80, 44, 3),
        (150, 40, 80, 76, 2),
        (200, 40, 80, 40, 5),
        (24, 40, 80, 24, 1),
        (21, 40, 80, 24, 1),
        (80, 40, 80, 80, 1),
        (1, 4, 4, 4, 1),
    ],
)
def test_the_signature_chosen_from_a_range(pages: int, low: int, high: int, signature: int, signatures: int) -> None:
    assert choose_signature(pages, low, high) == signature
    assert padded("2up", pages, signature) == signature * signatures


@given(st.integers(1, 500), st.integers(1, 60), st.integers(0, 60), st.sampled_from([4, 8]))
def test_a_chosen_signature_is_in_the_range(pages: int, low: int, more: int, step: int) -> None:
    signature = choose_signature(pages, low, low + more, step)
    assert signature % step == 0
    rounded = -(-low // step) * step
    assert signature <= max(rounded, -(-(low + more) // step) * step)
    assert signature >= min(rounded, -(-pages // step) * step)


def test_what_cannot_be_imposed_is_refused() -> None:
    with pytest.raises(EditionError, match=re.escape("scheme '3up' is unknown. Known are: none, 2up")):
        padded("3up", 4)
    with pytest.raises(EditionError, match="0 pages cannot be imposed"):
        padded("2up", 0)
    with pytest.raises(
        EditionError, match=re.escape("a signature of 6 pages cannot be folded. Give a multiple of 4, or 0")
    ):
        padded("2up", 4, 6)
    with pytest.raises(EditionError, match=re.escape("Give a multiple of 8, or 0")):
        padded("4up", 4, 12)
    with pytest.raises(EditionError, match=re.escape("Give 8, which is fixed, or 0")):
        padded("2x4x1", 8, 16)
    with pytest.raises(EditionError, match=re.escape("22 pages do not fill the sheets. Add blanks up to 24")):
        positions("2up", 22)
    with pytest.raises(EditionError, match="5 pages do not go into 4"):
        pad("abcde", 4, cover=False)
    with pytest.raises(EditionError, match="do not fold into signatures of 80-40"):
        choose_signature(100, 80, 40)


def test_what_is_no_imposition_is_refused() -> None:
    with pytest.raises(EditionError, match="the sides hold"):
        unimpose((("d", "a", "b"), ("c",)), "2up", pages=4)
    with pytest.raises(EditionError, match="the blanks are not where 3 pages leave them"):
        unimpose((("d", "a"), ("b", "c")), "2up", pages=3)
    with pytest.raises(EditionError, match="the blanks are not where 4 pages leave them"):
        unimpose((("d", "a"), ("b", None)), "2up", pages=4)
    with pytest.raises(EditionError, match="the blanks are not where 3 pages leave them"):
        unimpose((("c", "a"), ("b", None)), "2up", pages=3, cover=False)
    assert unimpose((("c", "a"), ("b", None)), "2up", pages=3, cover=True) == ("a", "b", "c")
