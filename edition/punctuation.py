"""House style as edits on a text: one ellipsis, ranges with en dashes, dashes, single spaces; the marks of languages.

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


_ENGLISH = Style(("“", "”"), ("‘", "’"))
_LOW = Style(("„", "“"), ("‚", "‘"))
_POINTED = Style(("«", "»"), ("“", "”"))
_RAISED = Style(("”", "”"), ("’", "’"))
STYLES = {
    "en": _ENGLISH,
    "de": _LOW,
    "fr": Style(("«" + NARROW, NARROW + "»"), ("“", "”"), narrow=True),
    "es": _POINTED,
    "it": _POINTED,
    "pt": _ENGLISH,
    "ru": Style(("«", "»"), ("„", "“"), " — "),
    "el": _POINTED,
    "grc": _POINTED,
    "nl": _ENGLISH,
    "sv": _RAISED,
    "da": Style(("»", "«"), ("›", "‹")),
    "nb": Style(("«", "»"), ("‘", "’")),
    "fi": _RAISED,
    "pl": Style(("„", "”"), ("«", "»")),
    "cs": _LOW,
    "hu": Style(("„", "”"), ("»", "«")),
    "ro": Style(("„", "”"), ("«", "»")),
    "tr": _ENGLISH,
    "ca": _POINTED,
    "la": _ENGLISH,
    "uk": Style(("«", "»"), ("„", "“"), " — "),
    "bg": Style(("„", "“"), ("‚", "‘"), " — "),
    "he": _RAISED,
    "yi": Style(("„", "”"), ("‚", "’")),
    "ar": Style(("«", "»"), ("”", "“")),
    "fa": Style(("«", "»"), ("‹", "›")),
    "ur": Style(("”", "“"), ("’", "‘")),
}
"""After the locale data of Unicode (CLDR 44), and books where they differ from it."""
SPEECH = frozenset({"bg", "ca", "el", "es", "fi", "fr", "hu", "it", "pl", "pt", "ro", "ru", "sv", "tr", "uk"})
"""Languages in which a dash at the head of a paragraph opens what somebody says."""


def style_of(language: str) -> Style:
    """Return the language's marks; English ones where none are known."""
    return STYLES.get(language.split("-")[0], STYLES["en"])


def ellipses(mask: str) -> list[Edit]:
    """Return three stops, spaced or not, made one character."""
    return [Edit(m.start(), m.end(), "…", "ellipsis") for m in re.finditer(r"\.\.\.|(?<=\s)\. \. \.(?=\s|$)", mask)]


_RANGE = re.compile(r"(?<![\w/.,-])(\d{1,4})(-)(\d{1,4})(?![\w/-]|\.\d)")
_TELEPHONE = re.compile(
    r"(?:\(\d+\)|\b(?:tel|tél|phone|telephone|fax|call|telefon|teléfono|telefono|тел)\b\.?:?)\s*$", re.IGNORECASE
)
"""What stands before a telephone number."""


def ranges(mask: str) -> list[Edit]:
    """Return the hyphens between two rising figures made en dashes: `140-141`, `1920-21`; not those in dates."""
    edits = []
    for m in _RANGE.finditer(mask):
        first, last = m.group(1), m.group(3)
        whole = first[: len(first) - len(last)] + last if len(last) < len(first) else last
        telephone = _TELEPHONE.search(mask[max(0, m.start() - 24) : m.start()])
        if int(whole) > int(first) and not first.startswith("0") and not telephone:
            edits.append(Edit(m.start(2), m.end(2), "–", "range"))
    return edits


def dashes(mask: str, language: str) -> list[Edit]:
    """Return two hyphens made an em dash, and a hyphen between spaces the language's dash, or that of speech."""
    edits = [Edit(m.start(), m.end(), "—", "dash") for m in re.finditer(r"(?<!-)--(?!-)", mask)]
    speech = re.match(r"-(?= ?[^\W\d_]| ?[¿¡«“„\"…])", mask) if language.split("-")[0] in SPEECH else None
    dash = "—" if speech else style_of(language).dash.strip()
    edits += [
        Edit(m.start() + 1, m.start() + 2, dash, "dash") for m in re.finditer(r"(?<=[^\s\d]) - (?=[^\s\d])", mask)
    ]
    if speech:
        edits.append(Edit(0, 1, dash, "dash"))
        # Spanish sets the dashes of what the teller puts in close to it: `-Calle -dijo él-, que …`.
        beside = re.finditer(r"(?<=\s)-(?=[^\W\d_])|(?<=[^\W\d_])-(?=[\s.,;:!?]|$)", mask)
        edits += [Edit(m.start(), m.end(), dash, "dash") for m in beside]
    return edits


_HIGH = re.compile(r"(?<=[^\W_]|[»”\"’)\]….])([;:!?]+)(?=[\s»”\"’)\]—–]|$)")
"""High punctuation that stands right behind its word."""
_INSIDE = re.compile(r"(?<=«)(?=[^\s\u202f\u00a0])|(?<=[^\s\u202f\u00a0])(?=»)")
"""Where a guillemet touches what it encloses."""
_ELIDED = re.compile(r"(?<![^\W_])(?:[ldcjmnst]|qu|(?:de|a|ne|su|da)ll)([ \u00a0]+)(?=\u2019[^\W\d_])", re.IGNORECASE)
"""The space that a kern leaves behind a word that has lost its vowel, where an extraction takes it for one."""
_ELIDING = ("ca", "fr", "it")
_TIED = re.compile(
    r"(?<![^\W_])(?:(?:[Pp]{1,2}|[Vv]ols?|[Nn]os?|[Nn]{1,2}|[Cc]h(?:ap|s)?|[Ff]igs?|[Aa]rts?|[Tt]|S|Bd|Nr|Kap|Abs|Anm"
    r"|[Pp]ágs?|[Cc]aps?|[Nn]úms?|[сС]|[тТ]|[гГ]л|[сС]тр|[σΣ]{1,2}|[τΤ]|[κΚ]εφ)\.|§{1,2}|№)\s+"
    r"(?=\d|[ivxlcIVXLC]+(?![^\W_]))"
)
"""An abbreviation, and the number that belongs to it: a line that begins with the number alone is hard to read."""


def spaces(mask: str, language: str) -> list[Edit]:
    """Return line ends and runs of spaces made one space, that of an abbreviation and its number one that holds them
    together, and the narrow spaces of a language that has them.
    """
    found = _ELIDED.finditer(mask) if language in _ELIDING else ()
    edits = [Edit(m.start(1), m.end(1), "", "space") for m in found]
    tied = {m.end() for m in _TIED.finditer(mask)}
    narrow = style_of(language).narrow
    for m in re.finditer(r"[ \t\r\n\f\v\u00a0\u2009\u202f]+", mask):
        beside_mark = mask[m.end() : m.end() + 1] in tuple(";:!?»") or mask[m.start() - 1 : m.start()] == "«"
        if narrow and beside_mark and m.group() != NARROW:
            edits.append(Edit(m.start(), m.end(), NARROW, "space"))
        elif m.end() in tied and m.group() not in ("\u00a0", NARROW):
            edits.append(Edit(m.start(), m.end(), "\u00a0", "tie"))
        elif m.group() not in (" ", "\u00a0", "\u2009", NARROW):
            edits.append(Edit(m.start(), m.end(), " ", "line end" if "\n" in m.group() else "space"))
    if narrow:
        edits += [Edit(m.start(), m.end(), NARROW + m.group(), "space") for m in _HIGH.finditer(mask)]
        for m in _INSIDE.finditer(mask):
            at = m.start() - (mask[m.start() - 1] == "«")
            edits.append(Edit(at, at + 1, "«" + NARROW if mask[at] == "«" else NARROW + "»", "space"))
    return edits
