"""Breaks that WeasyPrint 70 has no property for: no word broken over a page end, before a last line that has but its
end, nor at over two line ends in a row.

CSS Text 4 calls them `hyphenate-limit-last: always` and `hyphenate-limit-lines: 2`. The typesetter finds the lines of a
paragraph in one generator and decides in one function where a page ends: for the time of a layout both are followed by
ours, which set a line anew, with no place to break a word, where it would end as it must not. A third one asks whether
the notes of a page overflow their area, and answers from the last bit of two sums; with us the area is as high as they.
A fourth one breaks words off a text that would fill the line but for the space at its end, before italics or a call. A
fifth one finds a place to break between a comma or full stop and the figure after it, though UAX #14 (LB25) has none.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from typing import Any, Protocol

from edition.typesetter import LayoutContext, LineBox, TextBox, blocks, inlines


class Context(Protocol):
    """What the typesetter knows while it lays out; it carries no types of its own."""

    dictionaries: object


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

    text_indent: object


LADDER = 2
"""Line ends in a row that may break a word."""
HYPHEN = "\N{HYPHEN}"
"""What the typesetter adds where it breaks a word; a hyphen of the text's own is another character."""


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
    """Let the layouts made meanwhile break no word over a page end, and no more than two line ends in a row.

    Nor do they send a note to the next page that has room on its own, end a line for the space after its last word, or
    begin one with the call of a note.
    """
    ours = (
        (blocks, "iter_line_boxes", without_ladders),
        (blocks, "_linebox_layout", without_torn_words),
        (LayoutContext, "_update_footnote_area", without_end),
        (inlines, "split_first_line", with_hanging_space),
        (inlines, "can_break_text", without_lost_calls),
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


def without_lost_calls(can_break: Callable[..., Any]) -> Callable[..., bool]:
    """Return the search for breaks with none between two letters, of two elements, of which the second is a figure."""

    def find(text: str, language: str | None) -> bool:
        called = len(text) == 2 and text[1].isdigit() and not text[0].isspace()
        return not called and bool(can_break(text, language))

    return find


def without_ladders(lines: Callable[..., Any]) -> Callable[..., Any]:
    """Return the generator of lines with words left whole after two that break one, and before a last line that would
    have but the end of one.
    """

    def iterate(
        context: Context, box: Box, y: float, space: object, start: object, *rest: object
    ) -> Iterator[tuple[LineBox, Any]]:
        *around, letter, first = rest
        found, rungs = lines(context, box, y, space, start, *rest), 0
        while True:
            with whole_words(context, on=rungs >= LADDER):
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


def without_torn_words(ends: Callable[..., Any]) -> Callable[..., Any]:
    """Return the layout of a paragraph's lines with the last one on a page set anew where it breaks a word.

    What moves to the next page is the beginning of one word; no note is called within it, so the notes stay.
    """

    def lay_out(
        context: Context, box: Box, index: int, child: Paragraph, new_children: list[Any], *rest: object
    ) -> tuple[object, ...]:
        (_, absolute, fixed, _, bottom_space, _, skip_stack, *styles, _, _) = rest
        before = len(new_children)
        abort, stop, resume_at, position_y, notes, most = ends(context, box, index, child, new_children, *rest)
        if stop and not abort and len(new_children) > before and breaks_word(new_children[-1]):
            torn = new_children[-1]
            first = len(new_children) == before + 1
            start = skip_stack if first else new_children[-2].resume_at
            if first and skip_stack is None:
                inlines.resolve_one_percentage(child, "text_indent", box.width)
            place = (child, torn.position_y, bottom_space, start, box, absolute, fixed)
            with whole_words(context, on=True):
                line, resume = inlines.get_next_linebox(context, *place, *(styles if first else (None, None)))
            child.text_indent = 0
            if line and line.height == torn.height and notes_in(line) == notes_in(torn):
                line.resume_at = resume
                new_children[-1] = line
                resume_at = {index: resume}
        return abort, stop, resume_at, position_y, notes, most

    return lay_out


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


def notes_in(line: LineBox) -> list[object]:
    """Return the notes that a line calls."""
    return [box.footnote for box in line.descendants() if getattr(box, "footnote", None)]
