"""House style as edits on a text: curly quotation marks, one ellipsis, ranges with en dashes, dashes, single spaces.

A mask of the same length hides what is no text (note marks, markup): its characters are passed over.
"""

import re
from dataclasses import dataclass

HIDDEN = "\x01"
"""What the mask has where the text is not to be read."""
NARROW = "\N{NARROW NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace characters `start` to `end` of a text; a reading of None sets them aside."""

    start: int
    end: int
    reading: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Style:
    """The marks of one language: double and single quotation marks, outer first."""

    double: tuple[str, str]
    single: tuple[str, str]
    dash: str = " – "
    """For a hyphen between spaces."""
    narrow: bool = False
    """A narrow space stands before high punctuation and inside quotation marks."""


STYLES = {
    "en": Style(("“", "”"), ("‘", "’")),
    "de": Style(("„", "“"), ("‚", "‘")),
    "fr": Style(("«" + NARROW, NARROW + "»"), ("“", "”"), narrow=True),
    "es": Style(("«", "»"), ("“", "”")),
    "it": Style(("«", "»"), ("“", "”")),
    "pt": Style(("“", "”"), ("‘", "’")),
    "ru": Style(("«", "»"), ("„", "“"), " — "),
    "el": Style(("«", "»"), ("“", "”")),
    "nl": Style(("“", "”"), ("‘", "’")),
    "sv": Style(("”", "”"), ("’", "’")),
    "pl": Style(("„", "”"), ("«", "»")),
}
_ELISIONS = {
    "en": "n tis twas twere twill em til till cause bout round neath ere un gainst",
    "de": "s n ne nen ner",
    "nl": "s t n k",
    "pt": "",
}
_OPENERS = "([{—–-/“„«‘‚¿¡\"'"
_DIGITS_ELIDED = re.compile(r"\d\d(?!\d)")


def style_of(language: str) -> Style:
    """Return the language's marks; English ones where none are known."""
    return STYLES.get(language.split("-")[0], STYLES["en"])


def _before(mask: str, at: int, passed: str = HIDDEN) -> str:
    at -= 1
    while at >= 0 and mask[at] in passed:
        at -= 1
    return mask[at] if at >= 0 else ""


def _after(mask: str, at: int) -> str:
    at += 1
    while at < len(mask) and mask[at] == HIDDEN:
        at += 1
    return mask[at] if at < len(mask) else ""


def curl(mask: str, language: str) -> tuple[list[Edit], bool]:
    """Return the straight quotation marks and apostrophes made curly, and whether a quotation is open at the end."""
    style = style_of(language)
    edits: list[Edit] = []
    is_open = False
    for at, c in enumerate(mask):
        before, after = _before(mask, at), _after(mask, at)
        if c == '"':
            # A closing single mark before it says as little as an opening one: what stands before that does.
            opens = _opens(_before(mask, at, HIDDEN + "'"), after, is_open=is_open)
            is_open = opens
            edits.append(Edit(at, at + 1, style.double[0 if opens else 1], "quotation mark"))
        elif c in "“„«":
            is_open = language.split("-")[0] != "de" or c != "“"
        elif c in "”»":
            is_open = False
        elif c == "'":
            edits.append(_curl_single(mask, at, before, after, language))
    return edits, is_open


def _opens(before: str, after: str, *, is_open: bool) -> bool:
    """Tell whether a straight quotation mark opens; where its neighbours do not say, whether none is open does."""
    free_before = not before or before.isspace() or before in _OPENERS
    free_after = not after or after.isspace() or after in ".,;:!?)]}…”’»—–"
    if free_before and not free_after:
        return not (is_open and before in "—–-\"'" and after in "'\"") if before else True
    if free_after and not free_before:
        return False
    return not is_open


def _curl_single(mask: str, at: int, before: str, after: str, language: str) -> Edit:
    apostrophe = Edit(at, at + 1, "’", "apostrophe")
    if before.isalnum() and after.isalnum():
        return apostrophe
    opens = (not before or before.isspace() or before in _OPENERS) and (after.isalnum() or after in '"([¿¡…')
    single = style_of(language).single
    if not opens:
        closing = single[1] if _open_single(mask, at) else "’"
        return Edit(at, at + 1, closing, "quotation mark" if closing != "’" else "apostrophe")
    word = re.match(r"[^\W_]+", mask[at + 1 :])
    elided = word is not None and (
        word.group().lower() in _ELISIONS.get(language.split("-")[0], "").split()
        or _DIGITS_ELIDED.match(word.group()) is not None
    )
    if elided and not _closes_soon(mask, at, word.group() if word else ""):
        return apostrophe
    return Edit(at, at + 1, single[0], "quotation mark")


def _closes_soon(mask: str, at: int, word: str) -> bool:
    """Tell whether a quotation closes right after the word that might be elided: `'em'`, but not `rock 'n' roll`."""
    return word.lower() != "n" and mask[at + 1 + len(word) : at + 2 + len(word)] == "'"


def _open_single(mask: str, at: int) -> bool:
    """Tell whether a single quotation was opened before, and not closed since."""
    depth = 0
    for n, c in enumerate(mask[:at]):
        if c != "'":
            continue
        before, after = _before(mask, n), _after(mask, n)
        if (not before or before.isspace() or before in _OPENERS) and after.isalpha():
            depth += 1
        elif not (before.isalnum() and after.isalnum()) and depth:
            depth -= 1
    return depth > 0


def unclosed_single(mask: str) -> int | None:
    """Return where a single quotation opens that nothing closes, or None."""
    for at, c in enumerate(mask):
        if c != "'":
            continue
        before, after = _before(mask, at), _after(mask, at)
        word = re.match(r"[^\W_]+", mask[at + 1 :])
        if (
            (before.isspace() or before in '("“')
            and after.isalpha()
            and word
            and word.group().lower() not in _ELISIONS["en"].split()
        ):
            closers = [n for n in range(at + 1, len(mask)) if mask[n] == "'" and not _after(mask, n).isalnum()]
            if not closers:
                return at
    return None


def ellipses(mask: str) -> list[Edit]:
    """Return three stops, spaced or not, made one character."""
    return [Edit(m.start(), m.end(), "…", "ellipsis") for m in re.finditer(r"\.\.\.|(?<=\s)\. \. \.(?=\s|$)", mask)]


_RANGE = re.compile(r"(?<![\w/.,-])(\d{1,4})(-)(\d{1,4})(?![\w/-]|\.\d)")


def ranges(mask: str) -> list[Edit]:
    """Return the hyphens between two rising figures made en dashes: `140-141`, `1920-21`; not those in dates."""
    edits = []
    for m in _RANGE.finditer(mask):
        first, last = m.group(1), m.group(3)
        whole = first[: len(first) - len(last)] + last if len(last) < len(first) else last
        if int(whole) > int(first) and not first.startswith("0"):
            edits.append(Edit(m.start(2), m.end(2), "–", "range"))
    return edits


def dashes(mask: str, language: str) -> list[Edit]:
    """Return two hyphens made an em dash, and a hyphen between spaces the language's dash."""
    edits = [Edit(m.start(), m.end(), "—", "dash") for m in re.finditer(r"(?<!-)--(?!-)", mask)]
    dash = style_of(language).dash.strip()
    return edits + [
        Edit(m.start() + 1, m.start() + 2, dash, "dash") for m in re.finditer(r"(?<=[^\s\d]) - (?=[^\s\d])", mask)
    ]


_HIGH = re.compile(r"(?<=[^\W_]|[»”\"’)\]])([;:!?])(?=[\s»”\"’)\]]|$)")
"""High punctuation that stands right behind its word."""


def spaces(mask: str, language: str) -> list[Edit]:
    """Return line ends and runs of spaces made one space, and the narrow spaces of a language that has them."""
    edits = []
    narrow = style_of(language).narrow
    for m in re.finditer(r"[ \t\r\n\f\v\u00a0\u202f]+", mask):
        beside_mark = mask[m.end() : m.end() + 1] in tuple(";:!?»") or mask[m.start() - 1 : m.start()] == "«"
        if narrow and beside_mark and m.group() != NARROW:
            edits.append(Edit(m.start(), m.end(), NARROW, "space"))
        elif m.group() not in (" ", "\u00a0", NARROW):
            edits.append(Edit(m.start(), m.end(), " ", "line end" if "\n" in m.group() else "space"))
    if narrow:
        edits += [Edit(m.start(), m.end(), NARROW + m.group(), "space") for m in _HIGH.finditer(mask)]
    return edits
