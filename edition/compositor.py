"""The lines of paragraphs set where they were chosen to end, and not each as full as it can be.

WeasyPrint 70 fills one line after another, and only widens spaces. A paragraph that cannot be measured, as one with a
leader in it or beside a float, is left to it; and so is a line that it ends elsewhere than was chosen.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from edition.measured import HYPHEN, Box, Context, Given, Measured, Place, measure
from edition.optimum import Target, choose, choose_whole, last_whole
from edition.typesetter import TextBox, create_layout, first_line_metrics, inlines

Lines = Callable[..., Iterator[tuple[Any, Any]]]


class Compositor:
    """Sets the lines as they were chosen, for the time of one layout.

    The typesetter is told where the text of a line ends instead of looking for it, and that the page is as narrow as
    the line to be, so that it ends it there; then it is spread over the width that there is.
    """

    __slots__ = ("full", "known", "target", "text")

    def __init__(self) -> None:
        self.known: dict[int, tuple[Any, Measured | None]] = {}
        """The paragraphs by their boxes, which are kept so that no other takes their number."""
        self.target: tuple[Measured, Target] | None = None
        """The line to be."""
        self.text: tuple[int, int] | None = None
        """The text of it that is being set: where it begins in the paragraph, in characters, and where it ends."""
        self.full = 0.0

    def lines(self, theirs: Lines) -> Lines:
        """Return the generator of lines with those of whole paragraphs chosen together."""

        def iterate(
            context: Context, box: Box, y: float, space: object, start: Place, block: Box, *rest: Given
        ) -> Iterator[tuple[Any, Any]]:
            measured = self.measured(context, box) if suits(context, box, rest[2:]) else None
            if measured is None:
                yield from theirs(context, box, y, space, start, block, *rest)
                return
            inlines.resolve_percentages(box, block)
            targets: list[Target] = []
            while True:
                indent(box, block, start)
                targets = targets or choose(measured, context, measured.at(start), block.width, box.text_indent)
                line, resume_at = None, start
                if targets:
                    line, resume_at = self.line(measured, targets.pop(0), context, y, space, start, block, *rest)
                if line is None:
                    targets = []
                    line, resume_at = next(theirs(context, box, y, space, start, block, *rest), (None, None))
                if line is None:
                    return
                y, start = line.position_y + line.height, resume_at
                yield line, resume_at
                if resume_at is None:
                    return

        return iterate

    def line(
        self,
        measured: Measured,
        target: Target,
        context: Context,
        y: float,
        space: object,
        start: Place,
        block: Box,
        *rest: Given,
    ) -> tuple[Any, Place]:
        """Return a line as it was chosen, and where it ends; None for it if the typesetter will not have it so."""
        with self.aimed(measured, target, block.width):
            line, resume_at = inlines.get_next_linebox(context, measured.box, y, space, start, block, *rest)
        end = len(measured.text) if resume_at is None else measured.at(resume_at)
        return (line if end == target.start else None), resume_at

    def whole(
        self, context: Context, box: Box, lines: list[Any], space: object, start: Place, block: Box, *rest: Given
    ) -> list[Any]:
        """Return lines anew, as many and as high, of which the last one breaks no word; none if that will not do.

        Where the lines before it are good only as they are, the last one alone is set anew.
        """
        measured = self.measured(context, box)
        if measured is None or context.excluded_shapes:
            return []
        stop = measured.at(lines[-1].resume_at)
        tries = [(lines, start), (lines[-1:], lines[-2].resume_at)] if len(lines) > 1 else [(lines, start)]
        for old, begin in tries if suits(context, box, rest[2:]) else tries[-1:]:
            first = begin
            indent(box, block, first)
            at, y, found = measured.at(first), old[0].position_y, list[Any]()
            targets = choose_whole(measured, context, at, block.width, box.text_indent, stop, len(old))
            for target in targets or last_whole(measured, context, at, box.text_indent, stop, len(old)):
                line, first = self.line(measured, target, context, y, space, first, block, *rest)
                if line is None:
                    break
                line.resume_at = first
                found.append(line)
                indent(box, block, first)
                y = line.position_y + line.height
            if [line.height for line in found] == [line.height for line in old]:
                return [*lines[: len(lines) - len(old)], *found]
        return []

    def measured(self, context: Context, box: Box) -> Measured | None:
        """Return a paragraph measured, once."""
        if id(box) not in self.known:
            self.known[id(box)] = box, measure(box, context)
        return self.known[id(box)][1]

    @contextmanager
    def aimed(self, measured: Measured, target: Target, full: float) -> Iterator[None]:
        """Lay one line out meanwhile, and spread it over the width that there is."""
        self.target, self.full = (measured, target), full
        try:
            yield
        finally:
            self.target = None

    def collisions(
        self, theirs: Callable[..., tuple[float, float, float]]
    ) -> Callable[..., tuple[float, float, float]]:
        """Return the search for the room of a line with the width that is wanted."""

        def find(*around: Given, **named: Given) -> tuple[float, float, float]:
            x, y, width = theirs(*around, **named)
            return x, y, self.target[1].width if self.target else width

        return find

    def texts(self, theirs: Callable[..., Any]) -> Callable[..., Any]:
        """Return the setting of a text on a line, which tells the search for its end what is wanted."""

        def split(context: Context, box: Box, width: float, skip: int, **named: Given) -> object:
            if self.target and (start := self.target[0].starts.get(id(box))) is not None:
                begin = start + len(box.text.encode()[:skip].decode())
                self.text = begin, start + len(box.text)
            try:
                return theirs(context, box, width, skip, **named)
            finally:
                self.text = None

        return split

    def ends(self, theirs: Callable[..., Any]) -> Callable[..., Any]:
        """Return the search for the end of the first line of a text, with the end that is wanted, where it is known."""

        def find(text: str, style: Given, context: Context, width: float, *rest: Given, **named: Given) -> object:
            if self.target is None or self.text is None:
                return theirs(text, style, context, width, *rest, **named)
            (begin, stop), target = self.text, self.target[1]
            if target.end >= stop:
                return set_text(text, "", None, style, context)
            if target.end <= begin or target.start >= stop:
                return theirs(text, style, context, width, *rest, **named)
            resume_at = len(text[: target.start - begin].encode())
            return set_text(text[: target.end - begin], HYPHEN if target.added else "", resume_at, style, context)

        return find

    def alignment(self, theirs: Callable[..., float]) -> Callable[..., float]:
        """Return the alignment of a line with a chosen one spread over the block, its spaces narrowed if need be, and
        with the signs at its ends that hang out. Where lines are ragged it stands at the beginning, or in the middle.
        """

        def align(context: Context, line: Box, width: float, *, last: bool) -> float:
            if self.target is None:
                return theirs(context, line, width, last=last)
            measured, target = self.target
            room = self.full + target.lead + target.hang - line.width
            if measured.ragged:
                return room / 2 if measured.centred else -target.lead
            spaces = inlines.count_expandable_spaces(line)
            if spaces and (room < 0 or not last):
                spread(line, room / spaces, 0.0)
            return -target.lead

        return align


def spread(box: Box, step: float, moved: float) -> float:
    """Make the spaces in a box so much wider, and return how far what stands behind it is moved."""
    box.position_x += moved
    before = moved
    if isinstance(box, TextBox):
        # WeasyPrint would set the text a second time, only to note this.
        box.justification_spacing = box.pango_layout.justification_spacing = step
        moved += step * inlines.count_expandable_spaces(box)
    else:
        for child in box.children if box.style["direction"] == "ltr" else box.children[::-1]:
            moved = spread(child, step, moved)
    box.width += moved - before
    return moved


def set_text(text: str, hyphen: str, resume_at: int | None, style: Given, context: Context) -> tuple[object, ...]:
    """Return a text as it stands on its line, and how it measures: what the typesetter's own search returns."""
    layout = create_layout(text + hyphen, style, context, None, 0)
    line, _ = layout.get_first_line()
    _, length, _, *size = first_line_metrics(line, text, layout, None, space_collapse=True, style=style)
    return (layout, length - len(hyphen.encode()), resume_at, *size)


def indent(box: Box, block: Box, start: Place) -> None:
    """Give a paragraph the indent of the line that begins there."""
    if start is None:
        inlines.resolve_one_percentage(box, "text_indent", block.width)
    else:
        box.text_indent = 0


def suits(context: Context, box: Box, styles: tuple[Any, ...]) -> bool:
    """Tell whether the lines of a paragraph may be chosen: all have the same room, and none stands at the far side."""
    style = box.style
    far = "left" if style["direction"] == "rtl" else "right"
    plain = style["text_align_all"] not in {"end", far} and style["white_space"] == "normal"
    return plain and not context.excluded_shapes and not any(styles)
