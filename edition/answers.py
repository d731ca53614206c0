"""What the editor decided, read from the answers: readings, places of note marks, and where paragraphs begin.

The forms are those in which the queries ask, so an alternative can be copied as it stands:

    read = "other words"                       print them
    read = "the words before the mark.[^4]"    note 4 is called here
    read = "¶ Words that begin"                a paragraph begins with them
    read = "… words before. Words that begin"  they go on with the paragraph before
"""

import re
from dataclasses import dataclass

from edition.book import Answer
from edition.errors import ConfigError
from edition.source import Source, Span

_MARK = re.compile(r"\[\^([^\]\s]{1,3})\]")


@dataclass(frozen=True, slots=True)
class Decisions:
    """The answers by what they decide, each at its place of the source."""

    readings: tuple[tuple[Span, str], ...] = ()
    marks: tuple[tuple[str, int], ...] = ()
    """Label of the note, and the source offset behind which it is called."""
    opens: tuple[tuple[int, bool], ...] = ()
    """Where a fragment begins, and whether a paragraph begins with it."""
    follows: tuple[tuple[str, int], ...] = ()
    """The words that end one fragment, and where the fragment begins that is read behind it."""
    spans: tuple[Span, ...] = ()
    """The places that need not be asked about any more."""


def read_answers(source: Source, answers: tuple[Answer, ...]) -> Decisions:
    """Return what the answers decide. Raises ConfigError for one that changes words and places a mark at once."""
    readings: list[tuple[Span, str]] = []
    marks: list[tuple[str, int]] = []
    opens: list[tuple[int, bool]] = []
    follows: list[tuple[str, int]] = []
    spans: list[Span] = []
    for answer in answers:
        start = source.text.index(answer.find)
        span = Span(start, start + len(answer.find))
        spans.append(span)
        mark = _MARK.search(answer.read)
        if mark is not None:
            if _MARK.sub("", answer.read) != answer.find:
                raise ConfigError(
                    f"answer {answer.find!r}: `read` places a mark, so its words must be those of `find`."
                )
            marks.append((mark.group(1), start + mark.start()))
        elif answer.read == f"¶ {answer.find}":
            opens.append((start, True))
        elif answer.read.startswith("… ") and answer.read.endswith(f" {answer.find}"):
            opens.append((start, False))
            follows.append((" ".join(answer.read[2 : -len(answer.find)].split()), start))
        else:
            readings.append((span, answer.read))
    return Decisions(tuple(readings), tuple(marks), tuple(opens), tuple(follows), tuple(spans))
