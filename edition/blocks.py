"""The source's blocks, recognised and never altered: paragraphs, notes, headings, furniture."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

from edition.source import Source, Span

Kind = Literal["text", "note", "break", "folio", "running head"]

_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SUPERSCRIPT = r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}"
_LATEX = (
    r"\$[\s{}^\\]*(?:(?:rm|text|mathrm|mathit|textsuperscript)\b[\s{}^\\]*)?"
    r"(?:\d{1,3}|\*{1,3}|ddag(?:ger)?|dag(?:ger)?|[†‡§])[\s}]*\$+"
)
_TAGGED = r"<sup>\s*(?:\d{1,3}|[*†‡§]{1,3})\s*</sup>"
_BRACKETED = r"\[\^?(?:\d{1,3}|[*†‡§]{1,3})\](?!\()"
_CARET = r"\^(?:\d{1,3}|\{\d{1,3}\})"
_DAGGER = r"[†‡§]{1,3}"
MARK = re.compile(f"{_SUPERSCRIPT}|{_LATEX}|{_TAGGED}|{_BRACKETED}|{_CARET}|{_DAGGER}")
"""A note mark as extractors leave it: `³`, `$^{^{\\rm 3}$`, `<sup>3</sup>`, `[3]`, `^3`, `†`."""
_LABEL = re.compile(rf"(?:{MARK.pattern}|\\?\*{{1,3}}(?=\s))[.:)]?[ \t]*")
_BLOCK = re.compile(r"\S(?:.*?\S)??(?=[^\S\n]*(?:\n[^\S\n]*(?:\n|\Z)|\f|\Z))", re.DOTALL)
_BREAK = re.compile(r"(?:[*_#~=\u2042\u2766—–-]\s*){1,7}")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A block as the extraction gives it: a paragraph, or the part of one that stands on a page."""

    span: Span
    """Without the white space around it."""
    kind: Kind
    label: str = ""
    """Of a note: `3`, `*`; of a folio its figures."""
    body: Span | None = None
    """Of a note: what follows the label."""
    page: int = -1
    """The printed page it stands on, an index of `Recognised.pages`; -1 where the extraction does not tell."""
    opens: bool | None = None
    """True where type shows that it begins a paragraph (an indent), False where it goes on with one."""
    italics: tuple[Span, ...] = ()
    """What type shows as emphasised."""
    marks: tuple[Span, ...] = ()
    """What type shows as note marks (superior figures)."""
    level: int = 0
    """Of a heading that type shows as such, from 1; 0 where it does not tell."""
    verse: bool = False
    """Its lines are lines of verse."""
    place: int = 0
    """Where it stands on its page, from 0, where the extraction moved it; the source's order decides between equals."""

    @property
    def text_span(self) -> Span:
        """The characters that are text: a note's without its label."""
        return self.body or self.span


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """Where one page of the booklet was printed, in the order of the extraction."""

    side: int
    """The sheet side, from 0."""
    row: int
    column: int
    """As seen upright, from the top left."""
    turned: bool = False
    """Printed upside down."""
    folio: int = 0
    """Its printed page number; 0 where there is none."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The blocks of a source in its own order, and its printed pages, blank ones too, where it shows them."""

    fragments: tuple[Fragment, ...]
    pages: tuple[PrintedPage, ...] = ()
    confidence: float = 1.0
    """How sure the folios of its pages are: they may have been inferred."""


def read_label(mark: str) -> str:
    r"""Return what a mark says, without the noise around it: `$^{^{\rm 5}$` says `5`."""
    plain = mark.translate(_DIGITS)
    digits = re.search(r"\d{1,3}", plain)
    if digits:
        return digits.group()
    if "ddag" in plain:
        return "‡"
    if "dag" in plain:
        return "†"
    signs = re.search(r"[*†‡§]+", plain)
    return signs.group() if signs else plain


def recognise_blocks(source: Source) -> Recognised:
    """Return the blocks that blank lines part, in the source's order: every character outside them is white space."""
    spans = (Span(*match.span()) for match in _BLOCK.finditer(source.text))
    fragments = _tell_furniture(source, tuple(_classify(source, span) for span in spans))
    fragments = _tell_paragraphs(source, _tell_plain_labels(source, _tell_bullets(source, fragments)))
    fragments = _tell_titles(source, fragments)
    if all(fragment.kind != "text" for fragment in fragments):
        # Notes to nothing are the text.
        fragments = tuple(Fragment(f.span, "text") if f.kind == "note" else f for f in fragments)
    return Recognised(fragments)


def lone_stars(text: str) -> list[tuple[int, int]]:
    """Return where asterisks stand that enclose no words: behind one, with none open. They may call notes."""
    found: list[tuple[int, int]] = []
    opened = 0
    for m in re.finditer(r"\*+", text):
        start, end = m.span()
        opens = (start == 0 or not (text[start - 1].isalnum() or text[start - 1] in _CLOSERS)) and (
            end < len(text) and not text[end].isspace()
        )
        if opens and not opened:
            opened = end - start
        elif opened and text[start - 1].isspace():
            continue
        else:
            first = min(end, start + opened)
            opened = 0
            if first < end and start > 0 and not text[start - 1].isspace():
                found.append((first, end))
    return found


_CLOSERS = ".,;:!?…)]”’»\"'"


def _tell_bullets(source: Source, fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    """Return the fragments with asterisks that no word of the text carries told from note labels: they are bullets."""
    starred = [f for f in fragments if f.kind == "note" and f.label.startswith("*")]
    calls = sum(len(lone_stars(source.at(f.span))) for f in fragments if f.kind == "text")
    if len(starred) < 3 or calls >= len(starred) / 4:
        return fragments
    return tuple(Fragment(f.span, "text") if f in starred else f for f in fragments)


_WEAK_LABEL = {
    "dot": re.compile(r"(\d{1,3})[.]\s+(?=\S)"),
    "close": re.compile(r"(\d{1,3})\)[.]?\s+(?=\S)"),
    "round": re.compile(r"\((\d{1,3})\)[.]?\s+(?=\S)"),
    "bare": re.compile(r"(\d{1,3})\s+(?=[^\W\d_]|[\"“„«*(])"),
}
"""Labels that other things begin with, too: items of a list, verses, years of a chronicle."""
_CALL = re.compile(
    r"(?:(?<=[^\W\d_]{2})|(?<=[^\s\d][.,;:!?…\"”’'»“)*]))(?:(\d{1,3})(?![\w*])(?![.,:]\d)|\s?\((\d{1,3})\))"
)
"""Figures behind a word or the punctuation after one that may call notes; neither `H2O` nor `5.3`."""
FEWEST_ANSWERED = 0.6
"""How many of a form's labels must be called from the text for its blocks to be notes, wherever they are called."""
FEWEST_NEAR, NEAR = 0.1, 12
"""How many must be called from the blocks right before their own, and how many blocks are: figures glued to words above
the very block that begins with them are hardly there by chance. Extractions lose up to 70 % of the marks."""
_ENDED = re.compile(r"[.!?…][\"'”’»“)\]*]*$")


def _tell_plain_labels(source: Source, fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    """Return the fragments with notes whose label is no more than a figure told from text, where marks call them."""
    texts = [source.at(f.span) if f.kind == "text" else "" for f in fragments]
    labelled = {
        n: (form, m) for n, text in enumerate(texts) for form, p in _WEAK_LABEL.items() if text and (m := p.match(text))
    }
    calls = Counter(label for n, text in enumerate(texts) for label in _called(text, labelled.get(n)))
    calls -= Counter(f.label for f in fragments if f.kind == "note")
    told = list(fragments)
    for form in _WEAK_LABEL:
        own = [(n, m) for n, (other, m) in labelled.items() if other == form]
        several = sum((Counter(m.group(1) for _, m in own) & calls).values()) > 1
        # Lists are numbered with a stop or a bracket: what has a bare figure is all notes, or none of it is.
        whole = form == "bare" and (_are_called_near(own, texts, labelled) or _fill_up(own, fragments, texts))
        for run in _rising(own, calls):
            numbers = Counter(m.group(1) for _, m in run)
            answered = sum((numbers & calls).values())
            widely = answered and answered >= FEWEST_ANSWERED * len(run) and (form != "bare" or several)
            if not (widely or whole or _are_called_near(run, texts, labelled)):
                continue
            calls -= numbers
            for n, m in run:
                span = fragments[n].span
                told[n] = Fragment(span, "note", m.group(1), Span(span.start + m.end(), span.end))
    return tuple(told)


Labelled = tuple[int, re.Match[str]]


def _are_called_near(run: list[Labelled], texts: list[str], labelled: dict[int, tuple[str, re.Match[str]]]) -> bool:
    """Tell whether enough labels of a run are called from right before their blocks, which read as notes do.

    They end as sentences do, as headings with a number do not.
    """
    called = 0
    for n, m in run:
        above = range(max(0, n - NEAR), n)
        called += any(m.group(1) in _called(texts[k], labelled.get(k)) for k in above)
    ended = sum(_ENDED.search(texts[n]) is not None for n, _ in run)
    return called >= max(2, FEWEST_NEAR * len(run)) and ended >= 0.8 * len(run)


def _fill_up(own: list[Labelled], fragments: tuple[Fragment, ...], texts: list[str]) -> bool:
    """Tell whether labels and those of sure notes make one numbering without a gap, some of each, and read as notes."""
    numbers = [int(m.group(1)) for _, m in own]
    sure = [int(f.label) for f in fragments if f.kind == "note" and f.label.isdigit()]
    ended = all(_ENDED.search(texts[n]) for n, _ in own)
    return ended and bool(own and sure) and sorted(numbers + sure) == list(range(1, len(numbers + sure) + 1))


def _rising(own: list[Labelled], calls: Counter[str]) -> list[list[Labelled]]:
    """Return the stretches in which the numbers rise, those that most marks call first, and of equal ones the last.

    A list has the numbers of notes, too, but stands for itself.
    """
    runs: list[list[Labelled]] = []
    for n, m in own:
        if not runs or int(m.group(1)) <= int(runs[-1][-1][1].group(1)):
            runs.append([])
        runs[-1].append((n, m))
    return sorted(runs, key=lambda run: (-sum(calls[m.group(1)] > 0 for _, m in run), -run[0][0]))


def _called(text: str, label: tuple[str, re.Match[str]] | None) -> list[str]:
    """Return the labels that a block's marks and bare figures call, its own label apart."""
    own = label[1].end() if label else 0
    calls = [m.group(1) or m.group(2) for m in _CALL.finditer(text, own)]
    return [read_label(m.group()) for m in MARK.finditer(text, own)] + calls


def _tell_paragraphs(source: Source, fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    """Return the fragments with the further paragraphs of notes told from text: what is between two notes of one foot.

    It is where the second of them, the next by its label, is called above the first, since the last note with its
    label. A paragraph of a note is no longer than a note, calls none itself, and begins with none of the small letters
    that go on with a page's text.
    """
    told = list(fragments)
    longest = max((len(f.span) for f in fragments if f.kind == "note"), default=0)
    called: dict[str, int] = {}
    noted: dict[str, int] = {}
    last = -1
    for n, fragment in enumerate(fragments):
        if fragment.kind == "text":
            called |= dict.fromkeys(_called(source.at(fragment.span), None), n)
        if fragment.kind != "note" or not fragment.label:
            continue
        between = range(last + 1, n)
        above = noted.get(fragment.label, -1) < called.get(fragment.label, -1) < last
        if (
            last >= 0
            and above
            and _follows(told[last].label, fragment.label)
            and all(_may_go_on(source, fragments[k], longest) for k in between)
        ):
            for k in between:
                told[k] = replace(fragments[k], kind="note", body=fragments[k].span, opens=True)
        last = n
        noted[fragment.label] = n
    return tuple(told)


def _follows(label: str, following: str) -> bool:
    """Tell whether one label comes right after another: the next number, or another sign."""
    if label.isdigit() and following.isdigit():
        return int(following) == int(label) + 1
    return label != following and label.isdigit() == following.isdigit()


def _may_go_on(source: Source, fragment: Fragment, longest: int) -> bool:
    text = source.at(fragment.span)
    return fragment.kind == "text" and len(text) <= longest and not text[0].islower() and not _called(text, None)


_TITLE = re.compile(
    r"[#*\s]*(?:notes?|footnotes|endnotes|anmerkungen|fu(?:ß|ss)noten|endnoten|noten|notas|przypisy|noter"
    r"|примечания|сноски|(?:υπο)?σημειώσεις)[.:*\s]*",
    re.IGNORECASE,
)


def _tell_titles(source: Source, fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    """Return the fragments with the heading over two notes or more made part of the first's label."""
    told: list[Fragment] = []
    for n, fragment in enumerate(fragments):
        two = [f.kind for f in fragments[n + 1 : n + 3]] == ["note", "note"]
        if fragment.kind == "text" and two and _TITLE.fullmatch(source.at(fragment.span)):
            continue
        heading = fragments[n - 1] if n and fragment.kind == "note" else None
        if heading is not None and heading.kind == "text" and heading not in told[-1:]:
            told.append(replace(fragment, span=Span(heading.span.start, fragment.span.end)))
            continue
        told.append(fragment)
    return tuple(told)


_FOLIO = re.compile(r"[\s\[(–—-]*(\d{1,3})[\s\])–—-]*")
REPEATED = 4
"""How often a short block stands in a source before it is taken for what stands on every page."""


def _tell_furniture(source: Source, fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    """Return the fragments with folios and running heads told from text: figures alone, and short blocks that recur."""
    texts = [" ".join(source.at(f.span).split()) if f.kind == "text" else "" for f in fragments]
    heads = Counter(_headline(text) for text in texts if text)
    numbers = {m.group(1) for text in texts if (m := _FOLIO.fullmatch(text))}
    told: list[Fragment] = []
    for n, (fragment, text) in enumerate(zip(fragments, texts, strict=True)):
        number = _FOLIO.fullmatch(text)
        if number is not None and len(numbers) >= REPEATED:
            told.append(replace(fragment, kind="folio", label=number.group(1)))
        elif _recurs(text, heads) and not _among_lines(texts, n, heads):
            told.append(replace(fragment, kind="running head"))
        else:
            told.append(fragment)
    return tuple(told)


_NAME_OR_YEAR = re.compile(r"1[4-9]\d\d|20\d\d|[^\W\d_a-zß-ÿа-я]\S*(?: (?:\w{1,3} )?[^\W\d_a-zß-ÿа-я]\S*){1,3}")


def _recurs(text: str, heads: Counter[str]) -> bool:
    return 3 < len(text) < 90 and heads[_headline(text)] >= REPEATED and not text.endswith((".", "!", "?", "”", '"'))


def _among_lines(texts: list[str], n: int, heads: Counter[str]) -> bool:
    """Tell whether a block stands beside a name or a year, as the title on the title page does."""
    beside = [texts[k] for k in (n - 1, n + 1, n + 2) if 0 <= k < len(texts)]
    return any(_NAME_OR_YEAR.fullmatch(t) and not _recurs(t, heads) for t in beside)


def _headline(text: str) -> str:
    """Return what stays the same of a running head from page to page: all but a folio at one of its ends."""
    bare = re.sub(r"^\d{1,3}\s+|\s+\d{1,3}$", "", text).lower()
    return bare if len(bare) > 12 or bare == text.lower() else text.lower()


def _classify(source: Source, span: Span) -> Fragment:
    text = source.at(span)
    label = _LABEL.match(text)
    if _BREAK.fullmatch(text):
        return Fragment(span, "break")
    if label and label.end() < len(text) and not (text[0] == "*" and "\n* " in text):
        return Fragment(span, "note", read_label(label.group()), Span(span.start + label.end(), span.end))
    return Fragment(span, "text")
