"""What frames the text: the title page and the colophon, told by what they say and repeat of each other."""

import re
from collections import Counter
from dataclasses import dataclass

from edition.blocks import Fragment
from edition.languages import FUNCTION_WORDS
from edition.source import Source

_SIGNALS = (
    (re.compile(r"\banti-?\s?copyright\b|\bno copyright\b", re.IGNORECASE), 3.0),
    (re.compile(r"©|\bcopyright\b|\bcreative commons\b|\bpublic domain\b|\brights reserved\b", re.IGNORECASE), 2.0),
    (
        re.compile(
            r"\bretrieved (?:on|from)\b|\babgerufen (?:am|von)\b|\bconsulté le\b|\brécupéré\b"
            r"|\brecuperado\b|\bconsultato il\b|\brecuperato\b"
            r"|\bopgehaald\b|\bhämtad\b|\bpobrano\b|\bполучено\b|\bизвлечено\b|\bανακτήθηκε\b",
            re.IGNORECASE,
        ),
        2.0,
    ),
    (re.compile(r"https?://\S+|\bwww\.\S+|\b[\w-]{4,}(?:\.[\w-]+)*\.[a-z]{2,12}\b"), 1.5),
    (
        re.compile(
            r"\b(?:library|archive|bibliothe[kq]ue?|biblioteca|библиотека|βιβλιοθήκη|press|verlag|éditions?)\b",
            re.IGNORECASE,
        ),
        1.0,
    ),
)
_STOP = re.compile(r"[.;,:][\"'”’»)]*$")
_NUMBERED = re.compile(
    r"(?:[IVXLC]+|\d+)[.)]?\s|(?:chapter|section|part|kapitel|chapitre|capítulo|capitolo|глава|κεφάλαιο)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\D{0,20}\b1[4-9]\d\d\b\D{0,20}|\D{0,20}\b20\d\d\b\D{0,20}")
_SMALL = {"from", "at", "du", "vom", "aus", "da", "dal", "del"} | {
    word for words in FUNCTION_WORDS.values() for word in words.split() if len(word) < 5
}


@dataclass(frozen=True, slots=True)
class Furniture:
    """The fragments, by index, that are title page and colophon; both may be empty."""

    title: tuple[tuple[int, str], ...] = ()
    """With the role of each: title, subtitle, author, date."""
    colophon: tuple[int, ...] = ()


def find_furniture(source: Source, fragments: tuple[Fragment, ...]) -> Furniture:
    """Return the title page and the colophon; a source without them has neither."""
    texts = [" ".join(source.at(f.span).split()) if f.kind == "text" else "" for f in fragments]
    colophon = _find_colophon(texts)
    imprint = " ".join(texts[i] for i in colophon)
    title = _title_by_imprint(texts, colophon, imprint) if imprint else ()
    return Furniture(_roles(texts, title or _leading_title(texts, colophon), imprint), colophon)


def _weight(text: str) -> float:
    return sum(weight for pattern, weight in _SIGNALS if pattern.search(text)) if 0 < len(text) < 700 else 0.0


def _find_colophon(texts: list[str]) -> tuple[int, ...]:
    """Return the run of short blocks with the most of an imprint's signs, at least 3 in weight."""
    best: tuple[float, tuple[int, ...]] = (0.0, ())
    weights = [_weight(text) for text in texts]
    for first, weight in enumerate(weights):
        if not weight:
            continue
        last, total = first, weight
        for i in range(first + 1, min(first + 16, len(texts))):
            if weights[i] and len(texts[i]) < 300:
                last, total = i, total + weights[i]
            elif len(texts[i]) > 120 or not texts[i] or i - last > 6 or _STOP.search(texts[i]):
                break
        if total > best[0] and total >= 3 and sum(map(len, texts[first : last + 1])) < 900:
            best = (total, tuple(range(first, last + 1)))
    return _with_publisher(texts, best[1])


def _with_publisher(texts: list[str], run: tuple[int, ...]) -> tuple[int, ...]:
    """Return the colophon with the short line before it, unless that is a line which the colophon repeats."""
    before = run[0] - 1 if run else -1
    if before < 0 or not 0 < len(texts[before]) < 60 or _STOP.search(texts[before]) or texts[before][0].islower():
        return run
    said = {word for i in run for word in _words(texts[i])}
    return run if said & set(_words(texts[before])) - _SMALL else (before, *run)


def _title_by_imprint(texts: list[str], colophon: tuple[int, ...], imprint: str) -> tuple[int, ...]:
    """Return the run of short blocks that says what the colophon says of the book, and no word more often."""
    best: tuple[int, tuple[int, ...]] = (0, ())
    for first in range(len(texts)):
        left = Counter(_words(imprint))
        run: list[int] = []
        for i in range(first, min(first + 8, len(texts))):
            words = Counter(_words(texts[i]))
            if i in colophon or not words or words - left or len(texts[i]) > 160:
                break
            left -= words
            run.append(i)
        size = sum(len(_words(texts[i])) for i in run)
        if size > best[0] and len(run) > 1:
            best = (size, tuple(run))
    return best[1]


def _leading_title(texts: list[str], colophon: tuple[int, ...]) -> tuple[int, ...]:
    """Return the short unpunctuated blocks before the first prose, if they name an author or a year."""
    run: list[int] = []
    for i, text in enumerate(texts):
        if i in colophon:
            continue
        ends = not text or len(text) > 120 or _STOP.search(text) or text[:1].islower()
        if ends or (run and _NUMBERED.match(text)) or len(run) == 5:
            break
        run.append(i)
    while len(run) > 1 and not (_YEAR.fullmatch(texts[run[-1]]) or _is_name(texts[run[-1]])):
        run.pop()
    if len(run) < 2 or len(run) == len(texts) - len(colophon):
        return ()
    return tuple(run)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _roles(texts: list[str], run: tuple[int, ...], imprint: str) -> tuple[tuple[int, str], ...]:
    """Return each line of the title page with its role; the first that is neither author nor date opens the title."""
    roles: list[tuple[int, str]] = []
    folded = " ".join(_words(imprint))
    titled = ""
    title_at = folded.find(" ".join(_words(texts[run[0]]))) if run else -1
    for i in run:
        text = texts[i]
        at = folded.find(" ".join(_words(text)))
        if _YEAR.fullmatch(text):
            role = "date"
        elif not titled or (titled == "title" and _runs_on(texts[i - 1], text)):
            role = "title"
        elif 0 <= at < title_at or (not imprint and _is_name(text)):
            role = "author"
        else:
            role = "subtitle"
        titled = role if role in ("title", "subtitle") else titled or "none"
        if role == "author":
            titled = "none"
        roles.append((i, role))
    return tuple(roles)


def _runs_on(first: str, second: str) -> bool:
    """Tell whether a title goes on in the next line, as one does that was too wide for its page."""
    last, words = first.split()[-1].lower(), second.split()
    if last in _SMALL or second[:1].islower():
        return True
    return (
        len(first) >= 18
        and len(words) <= 2
        and words[0].lower() not in _SMALL
        and not _YEAR.fullmatch(second)
        and not _is_name(second)
    )


def _is_name(text: str) -> bool:
    words = re.sub(r"^(?:by|von|par|por|di|de)\s+", "", text, flags=re.IGNORECASE).split()
    return 2 <= len(words) <= 5 and all(
        w[:1].isupper() or w.lower() in ("de", "von", "van", "di", "und", "and", "et", "y", "e") for w in words
    )


def colophon_lines(text: str, title_page: list[str]) -> list[int]:
    """Return the places of the spaces where the colophon's lines were run together: around what the title page says."""
    starts = {text.find(part) for part in title_page if part}
    for part in title_page:
        if part and part in text:
            starts.add(text.index(part) + len(part) + 1)
    starts |= {m.start() for pattern, weight in _SIGNALS if weight > 1 for m in pattern.finditer(text)}
    spaces = [start - 1 for start in starts if 0 < start < len(text) and text[start - 1] == " "]
    return sorted(at for at in spaces if text[:at].split()[-1].lower() not in _SMALL)
