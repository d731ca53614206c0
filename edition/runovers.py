"""Notes at the foot of the page that calls them; long ones run on at that of the next, where a page would stand short.

WeasyPrint 70 never cuts a footnote: the line that calls one too long for what is left of the page goes to the next page
with it. And to get the second line of a paragraph onto a page, it sends notes of that page away, or loses them. For the
time of a layout its pages pass through here, and keep their notes. One that ends more than two lines short, and had to
send a note away, is made again with as much of that note as there is room for under its call; what comes out fuller by
a line and a half is kept. Else the page stays as it was, and so does every note that fits whole.

The typesetter lays the notes of a page out as one box, again and again. It can end that box at a given depth, and begin
it inside its first child, as it does with the text of pages: all that is added here is where.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from math import inf
from operator import attrgetter
from typing import Any

from edition.measured import Box, Context, Given, Place
from edition.typesetter import FootnoteArea, Layout, LineBox, TextBox, blocks, create_anonymous_boxes

SHORT = 2.0
"""Lines that a page may lack for its notes."""
WON = 1.5
"""Lines that cutting a note has to win."""
LEAST = 2
"""Lines of a note on either side of the page end."""
TRIES = 4
"""Of depths for the notes of a page: where the text may not end under the call it goes on for some lines."""
STATE = ("footnotes", "reported_footnotes", "current_page_footnotes")
"""The lists in which the typesetter keeps the notes that wait, those sent to the next page, and those of this one."""
ENDS = ".!?\N{HORIZONTAL ELLIPSIS}\N{ARABIC QUESTION MARK}\N{IDEOGRAPHIC FULL STOP}"
"""With these a sentence ends,"""
CLOSING = " \"')]\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}»«"
"""and these may come behind."""

Kept = tuple[list[list[Box]], dict[str, Any]]
"""These lists, and what the page is to be made again for."""


@dataclass(frozen=True, slots=True)
class Made:
    """A page as it was made."""

    result: tuple[Any, Any, dict[str, Any]]
    """The page, where the next one begins, and what kind of page that has to be."""
    after: Kept
    gap: float
    """What is empty between its text and its notes where the text runs on, in CSS pixels."""
    note: Box = None
    """The one that it cuts, or was to cut."""
    head: Box = None
    """What stands of that on the page, if it was cut."""
    rest: Place = None
    """Where it goes on; None where it was not cut."""


@dataclass(slots=True)
class RunOvers:
    """The notes cut in one layout."""

    rests: dict[int, tuple[Box, Place]] = field(default_factory=dict)
    """By the pages on which they go on: the note, and the place in it."""
    line: Box = None
    """The line of text that was found last."""
    called: dict[int, tuple[Box, Box, int]] = field(default_factory=dict)
    """The notes that the page being made had at some time, the lines that call them, and how many lines they have."""
    last: Box = None
    """The last note of the page, as it was laid out last."""
    plan: tuple[Box, float] | None = None
    """The note to be cut on the page being made, and how high all its notes may be together, in CSS pixels."""
    cut: tuple[Box, Place] = (None, None)
    """What stands of that note on the page, and where it was cut."""
    new: Box = None
    """The note that the page was given last."""
    held: list[Box] = field(default_factory=list)
    """The notes that the typesetter would send away for a line of text."""
    inside: bool = False
    """Lines that are found now are those of notes."""

    def lines(self, theirs: Callable[..., Any]) -> Callable[..., Iterator[Any]]:
        """Return the generator of lines; of those of the text the last one is remembered."""

        def iterate(*given: Given) -> Iterator[Any]:
            for line, resume_at in theirs(*given):
                if not self.inside:
                    self.line, self.new = line, None
                yield line, resume_at

        return iterate

    def notes(self, theirs: Callable[..., Any]) -> Callable[..., bool]:
        """Return what gives a page another note, with its line remembered; none may come behind one that is cut."""

        def add(context: Context, note: Box) -> bool:
            late = self.plan is not None and self.plan[0] in context.current_page_footnotes
            overflows, self.new = theirs(context, note), note
            self.called.setdefault(id(note), (note, self.line, len(lines_of(self.last))))
            return overflows or late

        return add

    def reports(self, theirs: Callable[..., Any]) -> Callable[..., None]:
        """Return what sends a note to the next page; only the one just called, for which there is no room."""

        def report(context: Context, note: Box) -> None:
            if note is self.new:
                theirs(context, note)
            else:
                # The typesetter asks again until the line fits or no note is left.
                context.current_page_footnotes.remove(note)
                self.held.insert(0, note)

        return report

    def paragraphs(self, theirs: Callable[..., Any]) -> Callable[..., Any]:
        """Return the layout of a paragraph's lines, after which the page has the notes again that it held."""

        def lay_out(context: Context, *given: Given) -> object:
            before, self.held = self.held, []
            result = theirs(context, *given)
            held, self.held = self.held, before
            for note in (one for one in held if one not in context.footnotes):
                context.footnotes.append(note)
                context.layout_footnote(note)
            return result

        return lay_out

    def blocks(self, theirs: Callable[..., Any]) -> Callable[..., Any]:
        """Return the layout of a block; the notes of a page begin where one runs on, and end where one is to be cut."""

        def lay_out(
            context: Context, box: Box, bottom_space: float, skip_stack: Place, *rest: Given, **named: Given
        ) -> tuple[Any, ...]:
            if not (isinstance(box, FootnoteArea) and box.children):
                return tuple(theirs(context, box, bottom_space, skip_stack, *rest, **named))
            note, place = self.rests.get(context.current_page, (None, None))
            if note is not None and box.children[0].element is note.element:
                skip_stack = {0: place}
            planned = self.plan is not None and box.children[-1].element is self.plan[0].element
            if planned and self.plan:
                bottom_space = context.page_bottom - box.position_y - self.plan[1]
            # Where lines of text do not fit, the typesetter sends notes away to make room for them.
            self.inside, notes, context.current_page_footnotes = True, context.current_page_footnotes, []
            area, resume_at, *more = theirs(context, box, bottom_space, skip_stack, *rest, **named)
            self.inside, context.current_page_footnotes = False, notes
            self.last = area.children[-1]
            if planned:
                stop = (resume_at or {}).get(len(box.children) - 1)
                self.cut = (self.last, stop) if stop else (None, None)
                shrink(area)
            return area, resume_at, *more

        return lay_out

    def pages(self, theirs: Callable[..., Any]) -> Callable[..., Any]:
        """Return the making of a page, with the note cut for which it would stand short."""

        def make(
            context: Context, root: Box, kind: Given, start: Place, number: int, counters: Given
        ) -> tuple[Any, Any, dict[str, Any]]:
            self.rests.pop(number + 1, None)
            before, count = keep(context, number), deepcopy(counters)

            def attempt(note: Box, height: float) -> Made:
                restore(context, number, before)
                self.called, self.line, self.cut = {}, None, (None, None)
                self.plan = (note, height) if note else None
                result = theirs(context, root, kind, start, number, deepcopy(count) if note else counters)
                self.plan = None
                return Made(result, keep(context, number), gap_of(result), note, *self.cut)

            best = first = attempt(None, 0.0)
            sent = self.sent_away(context, first)
            for note, line in sent:
                if not best.rest:
                    best = self.best_cut(context, partial(attempt, note), first, line)
            if sent:
                restore(context, number, best.after)
            if best.rest:
                self.rests[number + 1] = best.note, best.rest
                context.reported_footnotes.insert(0, best.note)
            return best.result

        return make

    def sent_away(self, context: Context, made: Made) -> list[tuple[Box, Box]]:
        """Return the notes that a short page had at some time and has no more, the last first, each with its line.

        Those too short to be cut are left out.
        """
        return [
            (note, line)
            for note, line, count in reversed(self.called.values())
            if count >= 2 * LEAST and line is not None and note not in context.current_page_footnotes
            if made.gap > SHORT * line.height
        ]

    def best_cut(self, context: Context, attempt: Callable[[float], Made], first: Made, line: Box) -> Made:
        """Return the page with a note cut so that it is full, or as full as it gets; as it was if that wins too little.

        Where the text may not end with the line that calls the note, it goes on for some more. A note that seems to end
        where its page does gives one line more to the next, so that nobody takes it for finished.
        """

        def is_good(made: Made) -> bool:
            return first.gap - made.gap >= WON * line.height and self.is_good(context, made)

        best = first
        height = bottom_of(first.result[0]) - line.position_y
        for _ in range(TRIES):
            height -= line.height
            made = attempt(height)
            if made.note not in context.current_page_footnotes:
                continue
            if made.rest is None or len(lines_of(made.head)) < LEAST:
                break
            if made.gap < best.gap and is_good(made):
                best = made
            if best.gap < line.height:
                break
        if best.rest and ends_sentence(best.head):
            made = attempt(best.result[0].children[1].margin_height() - lines_of(best.head)[-1].height / 2)
            best = made if is_good(made) else best
        return best

    def is_good(self, context: Context, made: Made) -> bool:
        """Tell whether a note is cut with enough of it on both pages, and no other was sent to the next."""
        if context.reported_footnotes or made.rest is None or len(lines_of(made.head)) < LEAST:
            return False
        area = context.current_footnote_area
        whole = create_anonymous_boxes(area.copy_with_children([made.note]).deepcopy())
        context.create_block_formatting_context()
        found = blocks.block_level_layout(context, whole, -inf, {0: made.rest}, area.page)[0]
        context.finish_block_formatting_context()
        return len(lines_of(found)) >= LEAST


def continued(layout: Layout) -> dict[int, int]:
    """Return the numbers of the notes that run on, by the pages, from 0, on which they do."""
    found, seen, page_of = {}, set[str](), attrgetter("_page_box")
    for page, leaf in enumerate(layout.pages):
        for area in (box for box in page_of(leaf).children if isinstance(box, FootnoteArea)):
            names = [note.element.get("id") for note in area.children]
            if names[0] in seen:
                found[page] = int(names[0].partition("-")[2])
            seen.update(names)
    return found


def keep(context: Context, number: int) -> Kept:
    """Return copies of what the typesetter remembers before or after it makes a page."""
    return [[*getattr(context, name)] for name in STATE], deepcopy(context.page_maker[number - 1][-1])


def restore(context: Context, number: int, kept: Kept) -> None:
    """Let the typesetter remember what it did then."""
    for name, notes in zip(STATE, kept[0], strict=True):
        setattr(context, name, [*notes])
    context.page_maker[number - 1][-1].update(deepcopy(kept[1]))


def gap_of(result: tuple[Any, Any, dict[str, Any]]) -> float:
    """Return what is empty under the text of a page that was not to end there; nothing where it was."""
    page, resume_at, following = result
    if resume_at is None or following["break"] != "any" or following["page"] not in {None, page.page_type.name}:
        return 0.0
    text, notes = page.children[:2]
    found = lines_of(text)
    used = notes.margin_height() if notes.children else 0.0
    return bottom_of(page) - used - max(line.position_y + line.height for line in found) if found else 0.0


def bottom_of(page: Box) -> float:
    """Return where the type area of a page ends."""
    return float(page.content_box_y() + page.height)


def lines_of(box: Box) -> list[Box]:
    """Return the lines in a box."""
    return [inner for inner in box.descendants() if isinstance(inner, LineBox)]


def ends_sentence(box: Box) -> bool:
    """Tell whether the last line of a box reads like an end."""
    text = "".join(inner.text for inner in lines_of(box)[-1].descendants() if isinstance(inner, TextBox))
    return text.rstrip(CLOSING)[-1:] in set(ENDS)


def shrink(box: Box) -> None:
    """Make a box that was cut, and all that ends with it, as high as its last line: it was to fill the page."""
    if isinstance(box, LineBox) or not box.children:
        return
    last = box.children[-1]
    shrink(last)
    box.height = last.position_y + last.margin_height() - box.content_box_y()
