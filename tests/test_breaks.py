"""Where lines and pages may not end."""

from collections.abc import Iterator

import pytest
from weasyprint.formatting_structure.boxes import LineBox, TextBox
from weasyprint.layout import LayoutContext
from weasyprint.layout import block as blocks

from edition.breaks import breaks_word, good_breaks, notes_in
from edition.formats import FORMATS, Format
from edition.optimum import LADDER
from edition.pdf import lay_out, render
from edition.xhtml import render_print
from tests.sample import noted_edition
from tests.test_guard import places

PROSE = (
    "Extraordinary administrative complications characterised international communications throughout "
    "revolutionary demonstrations; representatives nevertheless distinguished constitutional arrangements. "
)


def lines(html: str, page: Format) -> Iterator[list[LineBox]]:
    """Yield the lines of each page's text, without its notes and heads."""
    for leaf in render(html, page).pages:
        yield [box for box in leaf._page_box.children[0].descendants() if isinstance(box, LineBox)]


def book(count: int) -> str:
    paragraphs = "".join(f"<p>{PROSE * (1 + n % 4)}</p>" for n in range(count))
    return f'<html lang="en"><body data-verso="a" data-recto="b">{paragraphs}</body></html>'


@pytest.mark.parametrize("name", ["a6", "b6", "phone"])
def test_no_page_ends_in_a_broken_word_and_no_ladder_is_higher_than_two(name: str) -> None:
    pages = [page for page in lines(book(30), FORMATS[name]) if page]
    assert len(pages) > 4
    assert sum(breaks_word(line) for page in pages for line in page) > 20
    assert not any(breaks_word(page[-1]) for page in pages)
    for page in pages:
        rungs = 0
        for line in page:
            rungs = rungs + 1 if breaks_word(line) else 0
            assert rungs <= LADDER


def test_the_typesetter_alone_breaks_words_over_pages_and_builds_ladders() -> None:
    from weasyprint import CSS, HTML

    from edition.pdf import fetch, styles

    page = FORMATS["a6"]
    sheets = [CSS(string=one, base_url="edition:///", url_fetcher=fetch) for one in styles(book(30), page)[:1]]
    leaves = HTML(string=book(30).replace("<p>", '<p style="hyphens: auto; text-align: justify">')).render(
        stylesheets=sheets
    )
    ends = [
        [box for box in leaf._page_box.children[0].descendants() if isinstance(box, LineBox)][-1]
        for leaf in leaves.pages
    ]
    assert any(breaks_word(line) for line in ends)


def test_no_word_and_no_note_goes_with_a_broken_word() -> None:
    edition = noted_edition(3, 14, 0.4, 30)
    data, faults = lay_out(edition, frozenset(), FORMATS["b6"])
    assert not faults
    found, _ = places(data)
    assert all(call <= at <= call + 1 for call, at in found.values())


def test_a_note_with_room_stays_on_the_page_of_its_call() -> None:
    """A third of these notes would go to the next page for the last bit of a sum."""
    edition = noted_edition(8, 6, 0.2, 12)
    for name in ("a5", "a6", "letter"):
        found, _ = places(lay_out(edition, frozenset(), FORMATS[name])[0])
        assert sum(at > call for call, at in found.values()) <= len(found) // 5


def test_the_typesetter_is_left_as_it_was() -> None:
    places_of = ((blocks, "iter_line_boxes"), (blocks, "_linebox_layout"), (LayoutContext, "_update_footnote_area"))
    before = [getattr(*place) for place in places_of]
    with good_breaks():
        assert all(getattr(*place) is not one for place, one in zip(places_of, before, strict=True))
    assert [getattr(*place) for place in places_of] == before


def test_the_notes_of_a_line_are_found() -> None:
    html = render_print(noted_edition(3, 4, 0.9, 9))
    assert any(notes_in(line) for page in lines(html, FORMATS["a5"]) for line in page)


@pytest.mark.parametrize("name", ["phone", "a6"])
def test_no_line_ends_early_where_the_space_before_italics_would_not_fit(name: str) -> None:
    words = ["it", "was", "late", "and", "the", "lamp", "by", "the", "mill", "stood", "still"]
    texts = (" ".join((words * 9)[n : n + 30 + n % 17]) + "i" * (n % 3) for n in range(120))
    html = "".join(f"<p>{text} <em>{' '.join(words)}</em> {' '.join(words)}.</p>" for text in texts)
    leaves = render(f"<html lang=en><body>{html}", FORMATS[name]).pages
    paragraphs = [box for leaf in leaves for box in leaf._page_box.descendants() if box.element_tag == "p"]
    shown = [
        "".join(text.text for text in line.descendants() if isinstance(text, TextBox))
        for box in paragraphs
        for line in box.children[:-1]
        if isinstance(line, LineBox)
    ]
    assert len(shown) > 300
    assert min(len(line.split()) for line in shown) > 5


@pytest.mark.parametrize("name", ["a5", "a6", "phone"])
def test_no_last_line_has_but_the_end_of_a_word(name: str) -> None:
    words = PROSE.split()
    paragraphs = (f"{PROSE}{' '.join(words[n % 11 : n % 11 + 3 + n % 7])}{'i' * (n % 5)}." for n in range(150))
    noted = "".join(f"<p>{text}<a>[{n}]</a></p>" if n % 3 else f"<p>{text}</p>" for n, text in enumerate(paragraphs))
    leaves = render(f"<html lang=en><body>{noted}", FORMATS[name]).pages
    boxes = (box for leaf in leaves for box in leaf._page_box.descendants() if box.element_tag == "p")
    pairs = [found[-2:] for box in boxes if len(found := [one for one in box.children if isinstance(one, LineBox)]) > 1]
    assert len(pairs) > 100
    for line, last in pairs:
        shown = "".join(text.text for text in last.descendants() if isinstance(text, TextBox)).strip()
        assert not breaks_word(line) or " " in shown, shown


@pytest.mark.parametrize("name", ["phone", "a6", "a5"])
def test_no_line_begins_with_the_call_of_a_note(name: str) -> None:
    words = ["it", "was", "late", "and", "the", "lamp", "by", "the", "mill", "stood", "still"]
    texts = (" ".join((words * 9)[n % 11 : n % 11 + 20 + n % 13]) + "i" * (n % 5) for n in range(200))
    html = "".join(f'<p>{text}{",.;:?!—”"[n % 8]}<a class="call">{n}</a> {text}</p>' for n, text in enumerate(texts))
    leaves = render(f"<html lang=en><body>{html}", FORMATS[name]).pages
    found = [box for leaf in leaves for box in leaf._page_box.descendants() if isinstance(box, LineBox)]
    begun = [next((one for one in line.descendants() if isinstance(one, TextBox)), None) for line in found]
    assert len(begun) > 600
    assert not [one.text for one in begun if one and one.element_tag == "a"]
