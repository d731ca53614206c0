"""The colophon, told by its words and addresses, and where its lines were run together."""

import re

from edition.languages import FUNCTION_WORDS

_SIGNALS = (
    (re.compile(r"\banti-?\s?copyright\b|\bno copyright\b", re.IGNORECASE), 3.0),
    (re.compile(r"©|\bcopyright\b|\bcreative commons\b|\bpublic domain\b|\brights reserved\b", re.IGNORECASE), 2.0),
    (re.compile(r"\bCC[ -](?:BY|0)\b|\blicen[sc]ed under\b|\bISBN\b|\bcopyleft\b", re.IGNORECASE), 2.0),
    (
        re.compile(
            r"^(?:first |re)?(?:published|printed)\b|^this edition\b|^typeset\b|^(?:erst)?veröffentlicht\b|^gedruckt\b"
            r"|^(?:achevé d.)?imprim|^publié\b|^dépôt légal\b|^impreso\b|^publicado\b|^depósito legal\b|^impresso\b"
            r"|^stampato\b|^pubblicato\b|^напечатано\b|^опубликовано\b|^τυπώθηκε\b",
            re.IGNORECASE,
        ),
        0.9,
    ),
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
_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}\b")
_FIRM = (
    (re.compile(r"https?://\S+|\bwww\.\S+|©|\bISBN\b"), 1.5),
    (
        re.compile(r"\blicen[sc]ed under\b|\brights reserved\b|\bretrieved on\b|\banti-?\s?copyright\b", re.IGNORECASE),
        2,
    ),
)
STOP = re.compile(r"[.;,:][\"'”’»)]*$")
SMALL = {"from", "at", "du", "vom", "aus", "da", "dal", "del"} | {
    word for words in FUNCTION_WORDS.values() for word in words.split() if len(word) < 5
}


def _weight(text: str) -> float:
    """Return how much a block says that colophons say; what speaks of such things in a sentence says little."""
    if not 0 < len(text) < 700:
        return 0.0
    sentence = (
        len(text.split()) >= 9 and text[-1] in ".!?" and sum(map(str.islower, text.split())) > len(text.split()) / 2
    )
    told = _FIRM if sentence else _SIGNALS
    return sum(weight for pattern, weight in told if pattern.search(text))


def _says_more(text: str) -> bool:
    """Tell whether a block has an imprint's signs, and not just an address or what looks like one in a sentence."""
    return any(pattern.search(_ADDRESS.sub("", text) if len(text.split()) > 3 else text) for pattern, _ in _SIGNALS)


def find_colophon(texts: list[str], pages: list[int]) -> tuple[int, ...]:
    """Return the run of short blocks with the most of an imprint's signs, at least 3 in weight, on one page."""
    best: tuple[float, tuple[int, ...]] = (0.0, ())
    weights = [_weight(text) for text in texts]
    for first, weight in enumerate(weights):
        if not weight:
            continue
        last, total = first, weight
        for i in range(first + 1, min(first + 16, len(texts))):
            if pages[i] != pages[first]:
                break
            if weights[i] and len(texts[i]) < 300 and (weights[i] >= 1 or i - last == 1):
                last, total = i, total + weights[i]
            elif len(texts[i]) > 120 or not texts[i] or i - last > 6 or STOP.search(texts[i]):
                break
        told = any(_says_more(text) for text in texts[first : last + 1])
        if total > best[0] and total >= 3 and told and sum(map(len, texts[first : last + 1])) < 900:
            best = (total, tuple(range(first, last + 1)))
    return _with_publisher(texts, pages, best[1])


def _with_publisher(texts: list[str], pages: list[int], run: tuple[int, ...]) -> tuple[int, ...]:
    """Return the colophon with the short line before it, unless that is a line which the colophon repeats."""
    before = run[0] - 1 if run and pages[run[0] - 1] == pages[run[0]] else -1
    if before < 0 or not 0 < len(texts[before]) < 60 or STOP.search(texts[before]) or texts[before][0].islower():
        return run
    said = {word for i in run for word in read_words(texts[i])}
    return run if said & set(read_words(texts[before])) - SMALL else (before, *run)


def read_words(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return re.findall(r"\w+", text.lower())


def colophon_lines(text: str, title_page: list[str]) -> list[int]:
    """Return the places of the spaces where the colophon's lines were run together: around what the title page says."""
    starts = {text.find(part) for part in title_page if part}
    for part in title_page:
        if part and part in text:
            starts.add(text.index(part) + len(part) + 1)
    starts |= {m.start() for pattern, weight in _SIGNALS if weight > 1 for m in pattern.finditer(text)}
    spaces = [start - 1 for start in starts if 0 < start < len(text) and text[start - 1] == " "]
    return sorted(at for at in spaces if not (last := text[:at].split()[-1]).islower() and last.lower() not in SMALL)
