"""Titles and running heads, fitted to a page."""

import pytest
from weasyprint.formatting_structure.boxes import LineBox, TextBox

from edition.formats import FORMATS
from edition.pdf import render
from edition.titles import TURNED, display, head, numbers, shorten, turned


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


@pytest.mark.parametrize(
    ("headings", "lengths"),
    [
        ([(1, "Introduction"), (1, "I The Lamp"), (1, "II The Mill")], (0, 1, 2)),
        (
            [(1, "1. The Lamp"), (2, "1 Oil"), (2, "2 Wick"), (1, "2. The Mill"), (2, "1 Stones"), (2, "2 Water")],
            (2, 1, 1, 2, 1, 1),
        ),
        ([(1, "I Was There"), (1, "The Mill")], (0, 0)),
        ([(1, "I Was There"), (1, "I Came Back")], (0, 0)),
        ([(1, "1848 and After"), (1, "1849 and After")], (0, 0)),
        ([(1, "I The Lamp"), (1, "III The Mill")], (0, 0)),
        ([(1, "I"), (1, "II")], (0, 0)),
        ([(1, "The Lamp"), (2, "1 Oil"), (1, "The Mill"), (2, "2 Water")], (0, 0, 0, 0)),
        ([], ()),
    ],
)
def test_numbers_of_headings_count_from_one(headings: list[tuple[int, str]], lengths: tuple[int, ...]) -> None:
    assert numbers(headings) == lengths


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("The several ways of the people to the mill", "to the mill"),
        ("The several ways of the people to an internationality", "internationality"),
        ("The mill", ""),
        ("The old mill by the sea", ""),
        ("", ""),
    ],
)
def test_the_last_words_of_an_entry_stay_together(words: str, kept: str) -> None:
    found = turned(words)
    assert found.replace("\N{NO-BREAK SPACE}", " ") == words
    assert len(words) - found.rfind(" ") > TURNED or not kept
    assert found.endswith(kept.replace(" ", "\N{NO-BREAK SPACE}"))
    assert bool(kept) or found == words


def test_no_entry_of_the_contents_ends_in_a_line_of_one_short_word() -> None:
    last = []
    for count in range(30, 110, 2):
        words = ("of all the people by the mill and the river " * 4)[:count].strip()
        entries = f"<li>{turned(words)}</li>"
        html = f'<html lang="en"><body data-verso="a" data-recto="b"><nav class="contents"><ol>{entries}</ol></nav>'
        (*_, leaf) = (page for page in render(html).pages if page._page_box.children[0].children)
        lines = [box for box in leaf._page_box.descendants() if isinstance(box, LineBox)]
        shown = ["".join(one.text for one in line.descendants() if isinstance(one, TextBox)) for line in lines]
        last += [shown[-1].strip()] if len(shown) > 1 else []
    assert len(last) > 10
    assert min(map(len, last)) >= TURNED


@pytest.mark.parametrize(("language", "word"), [("en", "the lamp "), ("he", "המנורה ")])
@pytest.mark.parametrize("name", ["a5", "phone"])
def test_the_numbers_in_the_contents_stand_below_each_other_at_the_edge(language: str, word: str, name: str) -> None:
    mirrored, page = language == "he", FORMATS[name]
    entries = "".join(
        f'<li class="level-{level}"><a href="#x" data-page="{10 + level}">{word * count}</a></li>'
        for level in (1, 2, 3)
        for count in (1, 12)
    )
    body = f'<nav class="contents"><ol>{entries}</ol></nav><main class="text"><p id="x">{word}</p></main>'
    direction = ' dir="rtl"' if mirrored else ""
    html = f'<html lang="{language}"{direction}><body data-verso="a" data-recto="b">{body}'
    leaf = next(
        leaf._page_box
        for leaf in render(html, page).pages
        if "nav" in [b.element_tag for b in leaf._page_box.descendants()]
    )
    found = [box for box in leaf.descendants() if isinstance(box, TextBox) and box.text in {"11", "12", "13"}]
    assert len(found) == 6
    start, end = leaf.content_box_x(), leaf.content_box_x() + leaf.width
    for box in found:
        edge = box.position_x - start if mirrored else end - box.position_x - box.width
        assert edge == pytest.approx(0, abs=0.5)
