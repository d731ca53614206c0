"""What is printed otherwise than the source has it, as proposals on a paragraph's tape; nothing is changed here.

Each repair looks at the untouched text. Where two touch the same characters the one that comes first in `propose` holds.
"""

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise

from edition.apparatus import Finding
from edition.blocks import MARK
from edition.lexicon import WORD, Lexicon
from edition.paragraphs import Draft
from edition.punctuation import HIDDEN, Edit, curl, dashes, ellipses, ranges, spaces, unclosed_single

BROKEN = "word broken at a page end"
BROKEN_LINE = "word broken at a line end"
LOST = "hyphen lost at a line end"
NOISE = "noise of the extraction"

_ITALIC = re.compile(r"(?<![\w*\\])(\*{1,3})(?=[^\s*])([^*]*?[^\s*])\1(?![\w*])")
_UNDERLINED = re.compile(r"(?<![\w_\\])(_)(?=[^\s_])([^_]*?[^\s_])\1(?![\w_])")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\ufeff\ue000-\uf8ff\ufffe\uffff\ufdd0-\ufdef]")
"""What has no form of its own in print: controls, soft hyphens, byte order marks, private use."""
_LATEX_TEXT = re.compile(r"\$[\s{}^_\\]*(?:(?:rm|text|mathrm|it)\b[\s{}]*)?([A-Za-z]{1,4}|\d+)[\s{}]*\$+")
_AFFIXES = set(
    "un non under over mis super out fore sub inter re dis anti counter up down back off through with "
    "ist ists ism ish ity able table ness men man people less ful like wise ship hood ward wards some fold side time way work day room house".split()
)
_NUMBER = re.compile(
    r"(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(one|two|three|four|five|six|seven|eight|nine|first|second|third)$"
)
"""English tens and ones: printed with a hyphen, whatever a list of words says."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w-]+@[\w.-]+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}\b(?:/\S*)?")
"""An address of the network, in which no word is mended."""
_CONJUNCTIONS = {"and", "or", "und", "oder", "bzw", "et", "ou", "y", "o", "e", "en", "of", "и", "или", "och"}


@dataclass(frozen=True, slots=True)
class Repairs:
    """All that is proposed for one paragraph."""

    edits: tuple[Edit, ...]
    """In rising order; none touches another."""
    italics: tuple[tuple[int, int], ...]
    """Half-open places of the tape that are emphasised."""
    findings: tuple[Finding, ...]


def propose(
    draft: Draft, lexicon: Lexicon, marks: tuple[tuple[int, int], ...], *, quoted: bool = False
) -> tuple[Repairs, bool]:
    """Return the repairs of one paragraph, and whether a quotation is open at its end.

    `marks` are the places of its note marks; `quoted` says that a quotation runs on into it.
    """
    text = draft.tape.text
    markup, italics = _markup(text, marks)
    italics = _united(italics + draft.italics)
    edits = [*markup, *_heading_marks(draft), *_noise(text, marks)]
    addresses = [m.span() for m in _ADDRESS.finditer(text)]
    mask = hide(text, [*((e.start, e.end) for e in edits), *marks, *addresses])
    edits += _before_marks(text, marks)
    hyphens, findings = _broken_words(draft, lexicon, mask)
    lost, more = _lost_hyphens(draft, lexicon, mask)
    edits += hyphens + lost
    quotes, is_open = curl(mask, lexicon.language, quoted=quoted)
    edits += quotes + ellipses(mask) + ranges(mask) + dashes(mask, lexicon.language) + spaces(text, lexicon.language)
    private = [_formless(draft, m) for m in re.finditer(r"[\ue000-\uf8ff\ufffd]", text)]
    return Repairs(
        _disjoint(edits, marks), italics, (*findings, *more, *private, *_slips(draft, lexicon, mask))
    ), is_open


def hide(text: str, places: list[tuple[int, int]]) -> str:
    """Return the text with the characters of these places hidden, its length unchanged."""
    characters = list(text)
    for start, end in places:
        characters[start:end] = HIDDEN * (end - start)
    return "".join(characters)


def _disjoint(edits: list[Edit], marks: tuple[tuple[int, int], ...]) -> tuple[Edit, ...]:
    """Return the edits in their order of place, without those that touch a mark or an earlier proposal."""
    taken: set[int] = {at for start, end in marks for at in range(start, end)}
    kept: list[Edit] = []
    for edit in edits:
        places = range(edit.start, edit.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(edit)
    return tuple(sorted(kept, key=lambda e: (e.start, e.end)))


def _markup(text: str, marks: tuple[tuple[int, int], ...]) -> tuple[list[Edit], tuple[tuple[int, int], ...]]:
    """Return the asterisks of emphasis set aside, and the places between them; neighbours that only a space parts are one."""
    edits: list[Edit] = []
    places: list[tuple[int, int]] = []
    hidden = hide(text, list(marks))
    for pattern in (_ITALIC, _UNDERLINED):
        for m in pattern.finditer(hidden):
            edits += [Edit(m.start(), m.end(1), None, "markup"), Edit(m.end(2), m.end(), None, "markup")]
            places.append((m.end(1), m.end(2)))
    places.sort()
    merged: list[tuple[int, int]] = []
    for start, end in places:
        if merged and re.fullmatch(r"[*_]+\s+[*_]+", text[merged[-1][1] : start]):
            merged[-1] = (merged[-1][0], end)
        elif not merged or start >= merged[-1][1]:
            merged.append((start, end))
    return edits, tuple(merged)


def _united(places: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Return the places in order, without those that begin inside another."""
    united: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if not united or start >= united[-1][1]:
            united.append((start, end))
    return tuple(united)


def _formless(draft: Draft, m: re.Match[str]) -> Finding:
    """Return the question what a character stands for that no two fonts agree on."""
    span = draft.tape.span(max(0, m.start() - 20), min(len(draft.tape.text), m.end() + 20))
    why = f"the extraction has U+{ord(m.group()):04X} here, which has no form of its own: look at the booklet"
    return Finding("reading", span, span, (), 0.5, why)


def _heading_marks(draft: Draft) -> list[Edit]:
    m = re.match(r"#{1,6}\s+", draft.tape.text) if draft.kind == "heading" else None
    return [Edit(0, m.end(), None, "markup")] if m else []


def _noise(text: str, marks: tuple[tuple[int, int], ...]) -> list[Edit]:
    """Return the LaTeX around short words and figures that are no note marks: `19$^{th}$` prints `19th`."""
    hidden = hide(text, list(marks))
    controls = [Edit(m.start(), m.end(), None, "control character") for m in _CONTROL.finditer(text)]
    return controls + [Edit(m.start(), m.end(), m.group(1), NOISE) for m in _LATEX_TEXT.finditer(hidden)]


def _before_marks(text: str, marks: tuple[tuple[int, int], ...]) -> list[Edit]:
    """Return the spaces before note marks, which print right behind their word."""
    edits = []
    for start, _ in marks:
        word_end = len(text[:start].rstrip())
        if word_end < start and word_end:
            edits.append(Edit(word_end, start, "", "space"))
    return edits


def _broken_words(draft: Draft, lexicon: Lexicon, mask: str) -> tuple[list[Edit], list[Finding]]:
    """Return the words cut by a page end or a line end put together, each hyphen weighed by the book, then by the language."""
    edits: list[Edit] = []
    findings: list[Finding] = []
    gaps = {place for place, _ in draft.tape.gaps}
    for m in re.finditer(r"([^\W\d_]+(?:['’][^\W\d_]+)?)([-\u2010\u00ad\u00ac])(\s+)([^\W\d_]+)", mask):
        turned = m.start(3) in gaps
        first = _word_before(mask, m.end(1))
        if m.group(4).lower() in _CONJUNCTIONS:
            continue
        keeps, confidence = weigh_hyphen(first, m.group(4), lexicon)
        rule = BROKEN if turned else BROKEN_LINE
        if not keeps:
            edits.append(Edit(m.start(2), m.end(2), "", rule))
        edits.append(Edit(m.start(3), m.end(3), "", rule))
        if confidence < 0.98:
            whole, hyphenated = first + m.group(4), f"{first}-{m.group(4)}"
            printed, other = (hyphenated, whole) if keeps else (whole, hyphenated)
            why = "the word is cut here, and stands nowhere else in the book"
            findings.append(
                Finding("hyphen", draft.tape.span(m.start(), m.start(2) + 1), printed, (other,), confidence, why)
            )
    return edits, findings


def _word_before(mask: str, end: int) -> str:
    m = re.search(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*$", mask[:end])
    return m.group() if m else ""


def weigh_hyphen(first: str, second: str, lexicon: Lexicon) -> tuple[bool, float]:
    """Return whether the hyphen between two halves of a word is the word's own, and how sure that is.

    The book itself errs least (Bauge 2012): what it has elsewhere decides before any list of words.
    """
    whole, hyphenated = (first + second).lower(), f"{first}-{second}".lower()
    with_hyphen, without = lexicon.counts[hyphenated], lexicon.counts[whole]
    if with_hyphen or without:
        return with_hyphen > without, 0.99 if not (with_hyphen and without) else 0.9
    if second[:1].isupper():
        return True, 0.97
    if lexicon.zipf(whole) >= 2:
        return False, 0.985
    last = first.split("-")[-1]
    if "-" in first and lexicon.zipf(last + second) >= 2:
        return False, 0.985
    if lexicon.zipf(whole) > 0:
        return False, 0.95
    known = min(lexicon.zipf(first), lexicon.zipf(second))
    return (True, 0.85) if known >= 3.5 and len(first) > 2 else (False, 0.9)


def _lost_hyphens(draft: Draft, lexicon: Lexicon, mask: str) -> tuple[list[Edit], list[Finding]]:
    """Return the words that no list has, given back the hyphen that the book elsewhere, or its parts, say they had."""
    edits: list[Edit] = []
    findings: list[Finding] = []
    for m in WORD.finditer(mask):
        word = m.group()
        if (
            "-" in word
            or len(word) < 6
            or (lexicon.zipf(word) > 0 and not (lexicon.language == "en" and _NUMBER.match(word.lower())))
        ):
            continue
        cuts, confidence = _model(word.lower(), lexicon)
        if not cuts and lexicon.counts[word.lower()] == 1:
            cuts, confidence = _compound(word, mask[m.end() :], lexicon)
        if not cuts:
            continue
        parts = [word[a:b] for a, b in pairwise((0, *cuts, len(word)))]
        suspended = parts[-1] in _CONJUNCTIONS
        for cut in cuts:
            at = m.start() + cut
            edits.append(Edit(at - 1, at + 1, mask[at - 1] + ("- " if suspended else "-") + mask[at], LOST))
        if confidence < 0.98:
            printed = "- ".join(parts) if suspended else "-".join(parts)
            why = "the word stands in no list, its parts do: a hyphen at a line end may have been lost"
            findings.append(Finding("hyphen", draft.tape.span(m.start(), m.end()), printed, (word,), confidence, why))
    return edits, findings


def _model(word: str, lexicon: Lexicon) -> tuple[tuple[int, ...], float]:
    """Return where the same word of the book, in the singular or plural, has its hyphens; nothing where it has none."""
    for form, letters in ((word, 0), (word + "s", 1), (word[:-1] if word.endswith("s") else "", -1)):
        model = lexicon.hyphenated.get(form)
        if model is not None and lexicon.counts[word] <= lexicon.counts[model] + (letters != 0):
            places = [len(part) for part in model.split("-")[:-1]]
            return tuple(accumulate(places)), 0.985
    return (), 0.0


def _compound(word: str, following: str, lexicon: Lexicon) -> tuple[tuple[int, ...], float]:
    """Return where an unknown English word falls into two common ones; in German, which writes them together, only `Vor- und`."""
    if lexicon.language == "de":
        m = re.match(r"([A-ZÄÖÜ][a-zäöüß]{4,}s?)(und|oder|bzw)$", word)
        capital = re.match(r"\s+[A-ZÄÖÜ]", following) is not None
        return ((len(m.group(1)),), 0.97) if m and capital else ((), 0.0)
    if lexicon.language != "en" or not word.islower():
        return (), 0.0
    number = _NUMBER.match(word)
    if number:
        return (len(number.group(1)),), 0.985
    places = [
        n
        for n in range(3, len(word) - 3)
        if min(lexicon.zipf(word[:n]), lexicon.zipf(word[n:])) >= 3.3 and _AFFIXES.isdisjoint((word[:n], word[n:]))
    ]
    if not places:
        return (), 0.0
    best = max(places, key=lambda n: lexicon.zipf(word[:n]) + lexicon.zipf(word[n:]))
    return (best,), 0.9


def _slips(draft: Draft, lexicon: Lexicon, mask: str) -> list[Finding]:
    """Return what author or printer seem to have got wrong: doubled words, words one letter from another of the book, open quotations."""
    slips = [
        Finding("slip", draft.tape.span(m.start(), m.end()), m.group(), (m.group(1),), 0.9, "a word stands twice")
        for m in re.finditer(r"\b([^\W\d_]{2,}) \1\b", mask)
        if m.group(1).islower()
        and lexicon.pairs[m.group(1), m.group(1)] < 2
        and m.group(1) not in ("that", "had", "die", "der", "das", "nous", "vous")
    ]
    for m in WORD.finditer(mask):
        word = m.group()
        if (
            len(word) >= 6
            and word.islower()
            and "-" not in word
            and lexicon.counts[word] == 1
            and lexicon.zipf(word) < 1.5
        ):
            meant = next(
                (w for w in sorted(_near(word, lexicon)) if lexicon.counts[w] and lexicon.zipf(w) >= 3.5), None
            )
            if meant:
                why = "no word of the language, one letter from a word of this book"
                slips.append(Finding("slip", draft.tape.span(m.start(), m.end()), word, (meant,), 0.9, why))
    at = unclosed_single(mask)
    if at is not None:
        quote = " ".join(mask[at:].split()[:5])
        why = "a quotation opens here and is nowhere closed"
        slips.append(Finding("slip", draft.tape.span(at, min(len(mask), at + len(quote))), quote, (), 0.9, why))
    return slips


def _near(word: str, lexicon: Lexicon) -> set[str]:
    """Return the words of the book that are one letter added, dropped or changed, or two changing places, away."""
    return {
        w
        for w in lexicon.counts
        if abs(len(w) - len(word)) <= 1 and w != word and w[0] == word[0] and _one_off(word, w)
    }


def _one_off(a: str, b: str) -> bool:
    if len(a) == len(b):
        unlike = [n for n, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        swapped = (
            len(unlike) == 2
            and unlike[1] == unlike[0] + 1
            and a[unlike[0]] == b[unlike[1]]
            and a[unlike[1]] == b[unlike[0]]
        )
        return len(unlike) == 1 or swapped
    short, long = sorted((a, b), key=len)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


def note_marks(text: str) -> tuple[tuple[int, int], ...]:
    """Return the places of what looks like note marks in a text."""
    return tuple((m.start(), m.end()) for m in MARK.finditer(text))
