"""The source's blocks, recognised and never altered: paragraphs, notes, headings, furniture."""

import re
from dataclasses import dataclass
from typing import Literal

from edition.source import Source, Span

Kind = Literal["text", "note", "break", "folio"]

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
MARK = re.compile("|".join((_SUPERSCRIPT, _LATEX, _TAGGED, _BRACKETED, _CARET, _DAGGER)))
"""A note mark as extractors leave it: `³`, `$^{^{\\rm 3}$`, `<sup>3</sup>`, `[3]`, `^3`, `†`."""
_LABEL = re.compile(rf"(?:{MARK.pattern}|\\?\*{{1,3}}(?=\s))[.:)]?[ \t]*")
_BLOCK = re.compile(r"\S(?:.*?\S)??(?=[ \t\r\f\v]*(?:\n[ \t\r\f\v]*(?:\n|\Z)|\f|\Z))", re.DOTALL)
_BREAK = re.compile(r"(?:[*_#~=\u2042\u2766—–-]\s*){1,7}")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A block as the extraction gives it: a paragraph, or the part of one that stands on a page."""

    span: Span
    """Without the white space around it."""
    kind: Kind
    label: str = ""
    """Of a note: `3`, `*`."""
    body: Span | None = None
    """Of a note: what follows the label."""
    sheet: int = 0
    """The number of the form feed before it, where the extraction has them."""

    @property
    def text_span(self) -> Span:
        """The characters that are text: a note's without its label."""
        return self.body or self.span


def read_label(mark: str) -> str:
    """Return what a mark says, without the noise around it: `$^{^{\\rm 5}$` says `5`."""
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


def recognise(source: Source) -> tuple[Fragment, ...]:
    """Return the source's blocks in its own order: every character outside them is white space."""
    fragments: list[Fragment] = []
    sheet = 0
    at = 0
    for match in _BLOCK.finditer(source.text):
        sheet += source.text.count("\f", at, match.start())
        at = match.start()
        fragments.append(_classify(source, Span(match.start(), match.end()), sheet))
    return tuple(fragments)


def _classify(source: Source, span: Span, sheet: int) -> Fragment:
    text = source.at(span)
    label = _LABEL.match(text)
    if _BREAK.fullmatch(text):
        return Fragment(span, "break", sheet=sheet)
    if label and label.end() < len(text) and not _is_emphasis(text):
        return Fragment(span, "note", read_label(label.group()), Span(span.start + label.end(), span.end), sheet)
    if label and label.end() == len(text) and not label.group().startswith("*"):
        return Fragment(span, "text", sheet=sheet)
    return Fragment(span, "text", sheet=sheet)


def _is_emphasis(text: str) -> bool:
    """Tell whether an asterisk at the start opens italics rather than labels a note."""
    return text.startswith("*") and text.count("*") % 2 == 0
