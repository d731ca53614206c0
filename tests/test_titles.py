"""Titles and running heads, fitted to a page."""

from edition.formats import FORMATS
from edition.titles import display, head, shorten


def test_a_running_head_is_the_main_title_or_whole_words() -> None:
    assert shorten("A short title") == "A short title"
    assert shorten("Workers Power: " + "A Review of a Book " * 5) == "Workers Power"
    long = shorten("An extraordinarily long title, which no running head of this world could ever hold")
    assert long == "An extraordinarily long title, which no running head…"


def test_a_running_head_fits_on_the_page() -> None:
    words = "The Lamplighters of Harrow, or a Short History of One Strike"
    for page in FORMATS.values():
        assert len(head(words, page)) <= page.letters * 0.8 + 1


def test_a_title_breaks_into_lines_of_like_length() -> None:
    page = FORMATS["a5"]
    assert display("Short", page).width == 0
    assert not display("Workshops of the Upper Town and the Canal", page).long
    assert (
        0
        < display("Workshops of the Upper Town and the Canal", page).width * page.size * 2.4 / 72 * 25.4
        < page.measure
    )
    assert display("Workshops of the Upper Town " * 4, page).long
