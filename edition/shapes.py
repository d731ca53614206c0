"""What a paragraph is: heading, set-off quotation, verse or prose, told from its shape and its neighbours."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from edition.tape import Tape

Kind = Literal["paragraph", "heading", "quote", "verse", "item", "table", "contents", "break", "note"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A paragraph before it is mended."""

    kind: Kind
    tape: Tape
    breaks: tuple[tuple[int, int], ...] = ()
    """Pages that begin in it: the place on the tape, the folio."""
    folio: int = 0
    """The page that it begins on; 0 where there are no pages."""
    level: int = 0
    """Of a heading; of an item its number, 0 with a bullet."""
    italics: tuple[tuple[int, int], ...] = ()
    """Places of the tape that type shows as emphasised."""
    marks: tuple[tuple[int, int], ...] = ()
    """Places of the tape that type shows as note marks."""
    marker: int = 0
    """Of an item: how much of the tape is its bullet or number."""
    cuts: tuple[int, ...] = ()
    """Places of the gaps at which a word is cut, and its hyphen lost."""
    turns: tuple[int, ...] = ()
    """Of verse whose lines were run together: the places of the spaces where they ended."""


_ROMAN = re.compile(r"[IVXLC]+\.?(?:\s|$)")


_ARABIC = re.compile(r"\d+(?:\.\d+)*\.?\s")


_LETTERED = re.compile(r"[A-Za-z][.)]\s")


_HASHES = re.compile(r"(#{1,6})\s+")


_OPENING = "\"“„«‘'"


_NO_HEADING = _OPENING + "—–-…([|>+*•◦▪●○■□"
"""What no heading begins with: marks of speech, of lists, of tables."""


CASELESS = 60
"""Characters of the longest heading in a script that has no capitals."""


_CLOSING = "\"”“»’'"


def classify(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with headings, set-off quotations and verse told from plain paragraphs."""
    roman = any(_ROMAN.match(d.tape.text) and _short(d.tape.text) for d in drafts)
    found: list[Draft] = []
    for n, draft in enumerate(drafts):
        following = drafts[n + 1].tape.text if n + 1 < len(drafts) else ""
        previous = found[-1] if found else None
        found.append(_shaped(draft, previous, following, roman=roman) if draft.kind == "paragraph" else draft)
    return found


def _shaped(draft: Draft, previous: Draft | None, following: str, *, roman: bool) -> Draft:
    text = draft.tape.text
    if _is_quotation(text, previous, following):
        return replace(draft, kind="quote")
    if _is_verse(text):
        return replace(draft, kind="verse")
    if _is_heading(draft, followed=bool(following)):
        return replace(draft, kind="heading", level=_level(text, roman=roman))
    return draft


def _short(text: str) -> bool:
    return len(text) < 110 and not re.search(r"[.!:;,…،؛][\"”’»)\]*]*$", re.sub(r"[\s⁰¹²³⁴-⁹]+$", "", text))


def _is_heading(draft: Draft, *, followed: bool) -> bool:
    """Tell whether a draft is a heading: alone, short, no stop at its end, no small letter or quotation mark first."""
    text = draft.tape.text
    if _HASHES.match(text):
        return True
    plain = text.strip("*_ ")
    if not followed or not _short(plain) or not plain or draft.tape.gaps:
        return False
    if len(plain.rstrip(".")) <= 3 and not _ROMAN.match(plain):
        return False
    if plain[0].isalpha() and plain[0].lower() == plain[0].upper():
        # In a script without capitals a heading is told by its length alone.
        return len(plain) < CASELESS
    return plain[0].isupper() or plain[0].isdigit() or (not plain[0].isalpha() and plain[0] not in _NO_HEADING)


def _level(text: str, *, roman: bool) -> int:
    hashes = _HASHES.match(text)
    if hashes:
        return min(3, len(hashes.group(1)))
    if _ROMAN.match(text):
        return 1
    if _ARABIC.match(text):
        return 2 if roman else 1
    return 3 if _LETTERED.match(text) else 1


def _is_verse(text: str) -> bool:
    """Tell whether the lines of a block are lines of verse: short, each with a capital first."""
    lines = [line.strip() for line in text.split("\n")]
    return (
        len(lines) > 1
        and max(map(len, lines)) < 60
        and sum(line.lstrip("\"'“‘«*")[:1].isupper() for line in lines) >= 0.8 * len(lines)
    )


def _is_quotation(text: str, previous: Draft | None, following: str) -> bool:
    """Tell whether a paragraph is a quotation set off after a colon, or goes on with one."""
    if previous is None or text[:1] not in _OPENING:
        return False
    bare = re.sub(r"[\s⁰¹²³⁴-⁹*_]+$", "", re.sub(r"\s*(?:\$[^$]*\$+|\[\d+\])$", "", text))
    closed = bare[-1:] in _CLOSING and not _reopens(bare)
    announced = re.search(r":[—–-]*[\s*_]*$", previous.tape.text) is not None
    running = previous.kind == "quote" and previous.tape.text.rstrip()[-1:] not in _CLOSING
    return (announced or running) and (closed or following[:1] in _OPENING)


def _reopens(text: str) -> bool:
    """Tell whether the quotation that opens the text ends within it, as in `"No," he said, "never."`."""
    if text[0] == '"':
        return text.count('"') > 2
    depth = 0
    for n, c in enumerate(text):
        depth += (c in "“„«") - (c in "”»")
        if depth <= 0 and 0 < n < len(text) - 1 and c in "”»":
            return True
    return False
