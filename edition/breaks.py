"""Breaks that WeasyPrint 70 has no property for: no word broken over a page end, before a last line that has but its
end, nor at over two line ends in a row, or three in languages of long words.

CSS Text 4 calls them `hyphenate-limit-last: always` and `hyphenate-limit-lines: 2`. The typesetter finds the lines of a
paragraph in one generator and decides in one function where a page ends: for the time of a layout both are followed by
ours. Lines are chosen by the compositor; one that the typesetter finds by itself is set anew, with no place to break a
word, where it would end as it must not. A page whose last word is broken, or has its own hyphen at the end, is set anew
up to there. A third function asks whether the notes of a page overflow their area, and answers from the last bit of two
sums; with us the area is as high as they. A fourth one breaks words off a text that would fill the line but for the
space at its end, before italics or a call. A fifth one finds a place to break between a comma or full stop and the
figure after it, though UAX #14 (LB25) has none. A sixth one indents lines on the left that are read from the right.
A seventh one keeps the space over what begins a page by chance, where a section runs on over the page's beginning.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from typing import Any, Protocol

from edition.compositor import Compositor
from edition.measured import HYPHEN, HYPHENS, Given
from edition.optimum import ladder_of
from edition.runovers import RunOvers
from edition.typesetter import LayoutContext, LineBox, TextBox, blocks, inlines, layouts, pages


class Context(Protocol):
    """What the typesetter knows while it lays out; it carries no types of its own."""

    dictionaries: object
    forced_break: bool
    current_page: int
    page_maker: list[tuple[Any, ...]]


class Box(Protocol):
    """A paragraph, or what stands in one."""

    @property
    def children(self) -> list["Box"]:
        """What stands in it."""

    @property
    def width(self) -> float:
        """How wide it is, in CSS pixels."""

    def descendants(self) -> Iterator[Any]:
        """Yield all that stands in it, however deep."""


class Paragraph(Box, Protocol):
    """A box whose lines are being laid out."""

    text_indent: float


class Whole:
    """Stands in for the typesetter's dictionaries: no word has a place to be broken at."""

    __slots__ = ()

    def get(self, _key: object) -> "Whole":
        """Return the dictionary of a language."""
        return self

    def iterate(self, _word: str) -> tuple[()]:
        """Return the places in a word."""
        return ()


@contextmanager
def good_breaks() -> Iterator[None]:
    """Let the layouts made meanwhile break no word over a page end, and at no more line ends in a row than is good.

    Nor do they send a note to the next page that has room on its own, end a line for the space after its last word, or
    begin one with the call of a note.
    """
    compositor, runovers = Compositor(), RunOvers()
    ours: tuple[tuple[Any, str, Callable[..., Any]], ...] = (
        (blocks, "iter_line_boxes", lambda lines: runovers.lines(compositor.lines(without_ladders(lines)))),
        (inlines, "avoid_collisions", compositor.collisions),
        (inlines, "text_align", compositor.alignment),
        (blocks, "_linebox_layout", lambda lines: runovers.paragraphs(without_torn_words(compositor)(lines))),
        (LayoutContext, "_update_footnote_area", without_end),
        (LayoutContext, "layout_footnote", runovers.notes),
        (LayoutContext, "report_footnote", runovers.reports),
        (layouts, "block_level_layout", runovers.blocks),
        (pages, "block_level_layout", runovers.blocks),
        (pages, "make_page", runovers.pages),
        (inlines, "split_text_box", compositor.texts),
        (inlines, "split_first_line", lambda split: compositor.ends(with_hanging_space(split))),
        (inlines, "can_break_text", without_lost_calls),
        (inlines, "get_next_linebox", with_indent),
        (blocks, "block_level_layout", without_margin_at_head),
    )
    theirs = [getattr(place, name) for place, name, _ in ours]
    for (place, name, change), whole in zip(ours, theirs, strict=True):
        setattr(place, name, change(whole))
    try:
        yield
    finally:
        for (place, name, _), whole in zip(ours, theirs, strict=True):
            setattr(place, name, whole)


def without_end(update: Callable[..., Any]) -> Callable[..., bool]:
    """Return the layout of the notes at the foot of a page with their area as high as they are: none is cut off.

    Whether the text over them still fits is asked elsewhere, with a tolerance.
    """

    def lay_out(context: Context) -> bool:
        update(context)
        return False

    return lay_out


def with_hanging_space(split: Callable[..., Any]) -> Callable[..., Any]:
    """Return the search for the first line of a text with the whole text on it where all but its last space fits."""

    def first_line(
        text: str, style: object, context: Context, width: float, *rest: object, **named: object
    ) -> tuple[Any, ...]:
        found: tuple[Any, ...] = split(text, style, context, width, *rest, **named)
        _, length, resume_at, *_ = found
        bare = text.rstrip(" ")
        if resume_at is None or bare == text or b" " in text.encode()[:length].strip():
            return found
        fits = split(bare, style, context, width, *rest, **named)[2] is None
        whole: tuple[Any, ...] = split(text, style, context, inf, *rest, **named) if fits else found
        return whole

    return first_line


def with_indent(lay_out: Callable[..., Any]) -> Callable[..., Any]:
    """Return the layout of a line with its indent where it begins, which is on the right of one read from there."""

    def line_of(context: Context, box: Paragraph, *rest: Given) -> tuple[Any, Any]:
        line, resume_at = lay_out(context, box, *rest)
        if line and line.style["direction"] == "rtl":
            for child in line.children:
                child.translate(-box.text_indent, 0)
        return line, resume_at

    return line_of


def without_margin_at_head(lay_out: Callable[..., Any]) -> Callable[..., Any]:
    """Return the layout of a block with no space over it at the head of a page, unless the page was broken for it."""

    def layout_of(context: Context, *given: Given) -> object:
        *before, page_is_empty, absolute, fixed, margins = given[:8]
        if page_is_empty:
            # WeasyPrint takes each page with a name for one that a break was asked for.
            context.forced_break = context.page_maker[context.current_page - 1][1]["break"] != "any"
            margins = margins or [0.0]
        return lay_out(context, *before, page_is_empty, absolute, fixed, margins, *given[8:])

    return layout_of


def without_lost_calls(can_break: Callable[..., Any]) -> Callable[..., bool]:
    """Return the search for breaks with none between two letters, of two elements, of which the second is a figure."""

    def find(text: str, language: str | None) -> bool:
        called = len(text) == 2 and text[1].isdigit() and not text[0].isspace()
        return not called and bool(can_break(text, language))

    return find


def without_ladders(lines: Callable[..., Any]) -> Callable[..., Any]:
    """Return the generator of lines with words left whole after two or three that break one, and before a last line
    that would have but the end of one.
    """

    def iterate(
        context: Context, box: Box, y: float, space: object, start: object, *rest: object
    ) -> Iterator[tuple[LineBox, Any]]:
        *around, letter, first = rest
        found, rungs, ladder = lines(context, box, y, space, start, *rest), 0, ladder_of(box)
        while True:
            with whole_words(context, on=rungs >= ladder):
                try:
                    line, resume_at = next(found)
                except StopIteration:
                    return
            if breaks_word(line) and is_stub(remainder(box, resume_at)):
                again = lines(context, box, y, space, start, *around, letter, first)
                with whole_words(context, on=True):
                    whole, resume = next(again)
                if not breaks_word(whole) and notes_in(whole) == notes_in(line):
                    line, resume_at, found = whole, resume, again
            rungs = rungs + 1 if breaks_word(line) else 0
            y, start, letter, first = line.position_y + line.height, resume_at, None, None
            yield line, resume_at

    return iterate


def remainder(box: Box, resume_at: dict[int, Any] | None) -> str:
    """Return the text of a paragraph after a line."""
    if resume_at is None:
        return ""
    ((at, inner),) = resume_at.items()
    if isinstance(box, TextBox):
        return str(box.text.encode()[at:].decode())
    texts = (one.text for child in box.children[at + 1 :] for one in child.descendants() if isinstance(one, TextBox))
    return remainder(box.children[at], inner) + "".join(texts)


def is_stub(text: str) -> bool:
    """Tell whether a text is but the end of a word, with what stands behind it."""
    return " " not in text.strip()


def without_torn_words(compositor: Compositor) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the change of the layout of a paragraph's lines by which those on a page end in a whole word.

    What moves to the next page is the beginning of one word, or the word before; the notes stay.
    """

    def change(ends: Callable[..., Any]) -> Callable[..., Any]:
        def lay_out(
            context: Context, box: Box, index: int, child: Paragraph, new_children: list[Any], *rest: Given
        ) -> tuple[object, ...]:
            (_, absolute, fixed, _, bottom_space, _, skip_stack, *styles, _, _) = rest
            before = len(new_children)
            abort, stop, resume_at, position_y, notes, most = ends(context, box, index, child, new_children, *rest)
            torn = new_children[before:]
            if stop and not abort and torn and ends_in_hyphen(torn[-1]):
                place = (bottom_space, skip_stack, box, absolute, fixed, *styles)
                whole = compositor.whole(context, child, torn, *place)
                if whole and called(whole) == called(torn):
                    new_children[before:] = whole
                    resume_at = {index: whole[-1].resume_at}
            return abort, stop, resume_at, position_y, notes, most

        return lay_out

    return change


@contextmanager
def whole_words(context: Context, *, on: bool) -> Iterator[None]:
    """Take the dictionaries away from a layout, or leave them."""
    dictionaries = context.dictionaries
    context.dictionaries = Whole() if on else dictionaries
    try:
        yield
    finally:
        context.dictionaries = dictionaries


def breaks_word(line: LineBox) -> bool:
    """Tell whether a line ends in a hyphen that the typesetter put there."""
    last = line
    while getattr(last, "children", ()):
        last = last.children[-1]
    return isinstance(last, TextBox) and str(last.text).endswith(HYPHEN)


def ends_in_hyphen(line: LineBox) -> bool:
    """Tell whether a line ends in a hyphen, the typesetter's or the text's own."""
    last = line
    while getattr(last, "children", ()):
        last = last.children[-1]
    return isinstance(last, TextBox) and str(last.text)[-1:] in HYPHENS


def notes_in(line: LineBox) -> list[object]:
    """Return the notes that a line calls."""
    return [box.footnote for box in line.descendants() if getattr(box, "footnote", None)]


def called(lines: list[LineBox]) -> list[object]:
    """Return the notes that lines call."""
    return [note for line in lines for note in notes_in(line)]
