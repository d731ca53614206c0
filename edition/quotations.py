"""Straight quotation marks, apostrophes and primes made the signs that they stand for, by language.

A mask of the same length as the text hides what is no text (note marks, markup): its characters are passed over.
"""

import re

from edition.punctuation import HIDDEN, NARROW, Edit, Style, style_of

_ELISIONS = {
    "en": "n tis twas twere twill em til till cause bout round neath ere un gainst twixt nuff pon taint sblood",
    "de": "s n ne nen nem ner ran raus rein rum runter rauf rüber was",
    "nl": "s t n k m r ns",
    "it": "l n sta sto ste sti sti ndrangheta un na nu o a e i",
    "fr": "tit tite tits y",
    "ca": "s n l m t ls ns",
    "el": "ς ναι χω χει χεις ταν στο στη στον στην ρθε ρθω πε πα λεγε δω κει μαι σαι μεις σεις",
}
"""Words that have lost their beginning, without the apostrophe that says so."""
_OPENERS = "([{—–-/“„«‘‚¿¡\"'"
_DIGITS_ELIDED = re.compile(r"\d\d(?!\d)")
_FEET = re.compile(r"(?<=\d)(')(?=\s?\d+(?:[½¼¾]|\s?\d/\d)?(\")?)(?![^\W\d_])")
_QUOTES = re.compile("[\"'“„«”»]")
_WORD = re.compile(r"[^\W_]+")
_HEBREW = re.compile(r"[\u05d0-\u05ea\u05b0-\u05c7]")


def curl(mask: str, language: str, kept: frozenset[str] = frozenset()) -> tuple[list[Edit], bool]:
    """Return the straight marks made curly, and whether a quotation is open at the end.

    `kept` are the quotation marks that the extraction kept in this book: where it kept guillemets, which the language
    sets outermost, and straightened others, these others are the inner ones.
    """
    style = style_of(language)
    primes = _primes(mask)
    edits = list(primes)
    mask = _hidden(mask, primes)
    open_at = _inside_singles(mask)
    doubles: list[tuple[int, bool]] = []
    is_open = low = False
    for m in _QUOTES.finditer(mask):
        at, c = m.start(), m.group()
        before, after = _before(mask, at), _after(mask, at)
        if c in "\"'" and _HEBREW.match(before) and (_HEBREW.match(after) or (c == "'" and at not in open_at)):
            edits.append(Edit(at, at + 1, "״" if c == '"' else "׳", "apostrophe"))
        elif c == '"':
            # A closing single mark before it says as little as an opening one: what stands before that does.
            opens = _opens(_before(mask, at, HIDDEN + "'"), after, is_open=is_open)
            if at and mask[at - 1] == '"' and doubles:
                opens = doubles[-1][1]
            is_open = opens
            doubles.append((at, opens))
        elif c in "“„«":
            is_open = not (c == "“" and (low or language.split("-")[0] == "de"))
            low = c == "„"
        elif c in "”»":
            is_open = low = False
        elif c == "'":
            edits.append(_curl_single(mask, at, language, closes=at in open_at))
    return edits + _doubles(mask, doubles, style, kept), is_open


def _doubles(mask: str, doubles: list[tuple[int, bool]], style: Style, kept: frozenset[str]) -> list[Edit]:
    """Return the straight double marks as the marks of their level."""
    inner = _inner(mask, doubles, style)
    outer = style.single if style.single[0] in "“„" and "«" in style.double[0] and "«" in kept else style.double
    edits: list[Edit] = []
    for at, opens in doubles:
        pair = style.single if at in inner else outer
        reading, start, end = pair[0 if opens else 1], at, at + 1
        if NARROW in reading:
            start, end = _with_space(mask, at, opens=opens)
            # The space between an opening mark and the closing one is of the first.
            start = max(start, edits[-1].end) if edits else start
        edits.append(Edit(start, end, reading, "quotation mark"))
    return edits


def _with_space(mask: str, at: int, *, opens: bool) -> tuple[int, int]:
    """Return the place of a mark with the space inside it, which the language sets narrow."""
    if opens and mask[at + 1 : at + 2] in (" ", "\u00a0", NARROW):
        return at, at + 2
    if not opens and at and mask[at - 1] in " \u00a0" + NARROW:
        return at - 1, at + 1
    return at, at + 1


def _inner(mask: str, doubles: list[tuple[int, bool]], style: Style) -> set[int]:
    """Return the places of straight double marks that stand inside a quotation, where the inner ones are double, too.

    A mark that nothing closes encloses nothing.
    """
    if style.single[0] not in "“„" or "«" not in style.double[0]:
        return set()
    shapes = dict(doubles) | {at: c in "«„" for at, c in enumerate(mask) if c in "«»"}
    stack: list[int] = []
    pairs: list[tuple[int, int]] = []
    for at in sorted(shapes):
        if shapes[at]:
            stack.append(at)
        elif stack:
            pairs.append((stack.pop(), at))
    enclosed = [p for p in pairs if sum(a < p[0] and p[1] < b for a, b in pairs) % 2]
    return {at for pair in enclosed for at in pair}


def _primes(mask: str) -> list[Edit]:
    """Return the marks of feet and inches, where both stand: `6' 2"`; and other inches beside them."""
    edits = []
    for m in _FEET.finditer(mask):
        if m.group(2):
            edits += [Edit(m.start(1), m.end(1), "′", "prime"), Edit(m.start(2), m.end(2), "″", "prime")]
    if not edits:
        return []
    taken = {edit.start for edit in edits}
    rest = [n for n, c in enumerate(mask) if c == '"' and n not in taken]
    inches = [n for n in rest if re.search(r"(?<!\d)\d{1,3}$", mask[:n])]
    return edits + [Edit(n, n + 1, "″", "prime") for n in inches if (len(rest) - len(inches)) % 2 == 0]


def _hidden(mask: str, edits: list[Edit]) -> str:
    characters = list(mask)
    for edit in edits:
        characters[edit.start] = HIDDEN
    return "".join(characters)


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


def _opens(before: str, after: str, *, is_open: bool) -> bool:
    """Tell whether a straight quotation mark opens; where its neighbours do not say, whether none is open does."""
    free_before = not before or before.isspace() or before in _OPENERS
    free_after = not after or after.isspace() or after in ".,;:!?)]}…”’»—–·،؛؟"
    if free_before and not free_after:
        return not (is_open and before in "—–-\"'" and after in "'\"") if before else True
    if free_after and not free_before:
        return False
    return not is_open


def _curl_single(mask: str, at: int, language: str, *, closes: bool) -> Edit:
    before, after = _before(mask, at), _after(mask, at)
    apostrophe = Edit(at, at + 1, "’", "apostrophe")
    if before.isalnum() and after.isalnum():
        return apostrophe
    opens = (not before or before.isspace() or before in _OPENERS) and (after.isalnum() or after in '"([¿¡…')
    single = style_of(language).single
    if not opens:
        closing = single[1] if closes else "’"
        return Edit(at, at + 1, closing, "quotation mark" if closing != "’" else "apostrophe")
    if _is_elided(mask, at, language):
        return apostrophe
    return Edit(at, at + 1, single[0], "quotation mark")


def _is_elided(mask: str, at: int, language: str) -> bool:
    """Tell whether a mark before a word stands for letters that the word has lost: `'tis`, `'68`."""
    m = _WORD.match(mask, at + 1)
    word = m.group() if m else ""
    listed = word.lower() in _ELISIONS.get(language.split("-")[0], "").split()
    return (listed or _DIGITS_ELIDED.match(word) is not None) and not _closes_soon(mask, at, word)


def _closes_soon(mask: str, at: int, word: str) -> bool:
    """Tell whether a quotation closes right after the word that might be elided: `'em'`, but not `rock 'n' roll`."""
    return word.lower() != "n" and mask[at + 1 + len(word) : at + 2 + len(word)] == "'"


def _inside_singles(mask: str) -> frozenset[int]:
    """Return the straight single marks before which a single quotation was opened, and not closed since."""
    depth = 0
    found: set[int] = set()
    for n in _singles(mask):
        if depth:
            found.add(n)
        before, after = _before(mask, n), _after(mask, n)
        if (not before or before.isspace() or before in _OPENERS) and after.isalpha():
            depth += 1
        elif not (before.isalnum() and after.isalnum()) and depth:
            depth -= 1
    return frozenset(found)


def _singles(mask: str) -> list[int]:
    return [m.start() for m in re.finditer("'", mask)]


def unclosed_single(mask: str, language: str) -> int | None:
    """Return where a single quotation opens that nothing closes, or None."""
    singles = _singles(mask)
    last = max((n for n in singles if not _after(mask, n).isalnum()), default=-1)
    for at in singles:
        before, after = _before(mask, at), _after(mask, at)
        opens = (before.isspace() or before in '("“') and after.isalpha()
        if opens and last <= at and not _is_elided(mask, at, language):
            return at
    return None
