"""What frames the text: the title page and the colophon, told by what they say and repeat of each other."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from edition.blocks import Fragment
from edition.languages import FUNCTION_WORDS
from edition.source import Source

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
_FIRM = (
    (re.compile(r"https?://\S+|\bwww\.\S+|©|\bISBN\b"), 1.5),
    (
        re.compile(r"\blicen[sc]ed under\b|\brights reserved\b|\bretrieved on\b|\banti-?\s?copyright\b", re.IGNORECASE),
        2,
    ),
)
BYLINE = re.compile(
    r"(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]e|[Dd]i|[Aa]v|[Vv]an|[Dd]oor|[Αα]πό|[Ττ]ου|تأليف|بقلم|מאת)\s+(?=[^\W\d_a-zß-ÿ])"
)
_PUBLISHER = re.compile(
    r"\b(?:press|verlag|éditions?|ediciones|editorial|edizioni|editore|edições|editora|books|publish(?:ers|ing|er)"
    r"|distro|library|biblioteca|bibliothek|bibliothèque|collective|zines?|издательство|библиотека|εκδόσεις|uitgeverij"
    r"|förlag|wydawnictwo|room)\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.;,:][\"'”’»)]*$")
_NUMBERED = re.compile(
    r"(?:[IVXLC]+|\d+)[.)]?\s|(?:chapter|section|part|kapitel|chapitre|capítulo|capitolo|глава|κεφάλαιο|الفصل|الباب|פרק|שער)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\D{0,20}\b1[4-9]\d\d\b\D{0,20}|\D{0,20}\b20\d\d\b\D{0,20}")
_SMALL = {"from", "at", "du", "vom", "aus", "da", "dal", "del"} | {
    word for words in FUNCTION_WORDS.values() for word in words.split() if len(word) < 5
}


BESIDE = 4
"""A source that goes to another page so often, for each of its pages, has columns side by side."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """The fragments, by index, that are title page and colophon; both may be empty."""

    title: tuple[tuple[int, str], ...] = ()
    """With the role of each: title, subtitle, author, date."""
    colophon: tuple[int, ...] = ()


def find_furniture(source: Source, fragments: tuple[Fragment, ...]) -> Furniture:
    """Return the title page and the colophon; a source without them has neither."""
    order = list(range(len(fragments)))
    turns = sum(a.page != b.page for a, b in pairwise(fragments))
    if turns > BESIDE * len({fragment.page for fragment in fragments}):
        # Columns stand side by side: the source goes from page to page line by line.
        order.sort(key=lambda i: fragments[i].page)
    found = _find_ordered(source, tuple(fragments[i] for i in order))
    return Furniture(
        tuple(sorted((order[i], role) for i, role in found.title)), tuple(sorted(order[i] for i in found.colophon))
    )


def _find_ordered(source: Source, fragments: tuple[Fragment, ...]) -> Furniture:
    """Return the same of fragments that stand page by page."""
    texts = [" ".join(source.at(f.span).split()).strip("#*_ ") if f.kind == "text" else "" for f in fragments]
    colophon = _find_colophon(texts, [f.page for f in fragments])
    imprint = " ".join(texts[i] for i in colophon)
    small = frozenset(re.findall(r"\b[^\W\d_A-ZÀ-ÞΑ-ΩА-Я]\w+", source.text))
    title = _title_by_imprint(texts, colophon, imprint) if imprint else ()
    title = title or _title_by_type(source, fragments, texts, colophon)
    title = title or _leading_title(texts, colophon) or _title_by_shape(texts, colophon, small)
    return Furniture(_roles(texts, title, imprint, small), colophon)


def _weight(text: str) -> float:
    """Return how much a block says that colophons say; what speaks of such things in a sentence says little."""
    if not 0 < len(text) < 700:
        return 0.0
    sentence = (
        len(text.split()) >= 9 and text[-1] in ".!?" and sum(map(str.islower, text.split())) > len(text.split()) / 2
    )
    told = _FIRM if sentence else _SIGNALS
    return sum(weight for pattern, weight in told if pattern.search(text))


def _find_colophon(texts: list[str], pages: list[int]) -> tuple[int, ...]:
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
            elif len(texts[i]) > 120 or not texts[i] or i - last > 6 or _STOP.search(texts[i]):
                break
        if total > best[0] and total >= 3 and sum(map(len, texts[first : last + 1])) < 900:
            best = (total, tuple(range(first, last + 1)))
    return _with_publisher(texts, pages, best[1])


def _with_publisher(texts: list[str], pages: list[int], run: tuple[int, ...]) -> tuple[int, ...]:
    """Return the colophon with the short line before it, unless that is a line which the colophon repeats."""
    before = run[0] - 1 if run and pages[run[0] - 1] == pages[run[0]] else -1
    if before < 0 or not 0 < len(texts[before]) < 60 or _STOP.search(texts[before]) or texts[before][0].islower():
        return run
    said = {word for i in run for word in _words(texts[i])}
    return run if said & set(_words(texts[before])) - _SMALL else (before, *run)


def _title_by_imprint(texts: list[str], colophon: tuple[int, ...], imprint: str) -> tuple[int, ...]:
    """Return the run of short blocks that says what the colophon says of the book, and no word more often.

    Between two of them may stand one that the colophon leaves out, as it does with subtitles.
    """
    best: tuple[int, tuple[int, ...]] = (0, ())
    for first in range(len(texts)):
        left = Counter(_words(imprint))
        run: list[int] = []
        for i in range(first, min(first + 8, len(texts))):
            words = Counter(_words(texts[i]))
            if i in colophon or not words or len(texts[i]) > 160:
                break
            if words - left:
                if not run or run[-1] != i - 1 or i - 1 != first + len(run) - 1 or not _may_be_subtitle(texts[i]):
                    break
                continue
            left -= words
            run.append(i)
        size = sum(len(_words(texts[i])) for i in run)
        if size > best[0] and len(run) > 1:
            best = (size, tuple(range(run[0], run[-1] + 1)))
    return best[1]


def _may_be_subtitle(text: str) -> bool:
    return len(text) <= 120 and not _STOP.search(text) and not text[0].islower() and not _NUMBERED.match(text)


def _title_by_type(
    source: Source, fragments: tuple[Fragment, ...], texts: list[str], colophon: tuple[int, ...]
) -> tuple[int, ...]:
    """Return the few short lines of a PDF's page that has the largest type of all, and nothing else."""
    if source.layout is None:
        return ()
    lines = source.layout.lines
    common: Counter[float] = Counter()
    largest: dict[int, float] = {}
    for line in lines:
        common[line.size] += line.end - line.start
        if line.end - line.start > 2:
            largest[line.page] = max(largest.get(line.page, 0.0), line.size)
    size = max(largest.values(), default=0.0)
    pages = [page for page, own in largest.items() if own == size]
    if len(pages) != 1 or size < 1.25 * max(common, key=lambda own: (common[own], own)):
        return ()
    own = [i for i, f in enumerate(fragments) if f.page == pages[0] and f.kind not in ("folio", "running head")]
    short = all(0 < len(texts[i]) <= 120 and i not in colophon for i in own)
    return tuple(own) if 2 <= len(own) <= 7 and short else ()


def _leading_title(texts: list[str], colophon: tuple[int, ...]) -> tuple[int, ...]:
    """Return the short unpunctuated blocks before the first prose, if they name an author or a year."""
    run: list[int] = []
    for i, text in enumerate(texts):
        if i in colophon:
            continue
        lowly = text[:1].islower() and not BYLINE.match(text)
        ends = not text or len(text) > 120 or _STOP.search(text) or lowly
        if ends or (run and _NUMBERED.match(text)) or len(run) == 5:
            break
        run.append(i)
    while len(run) > 1 and not (
        _YEAR.fullmatch(texts[run[-1]]) or _is_name(texts[run[-1]]) or _is_publisher(texts[run[-1]])
    ):
        run.pop()
    if len(run) < 2 or len(run) == len(texts) - len(colophon):
        return ()
    return tuple(run)


def _closes_title(text: str) -> bool:
    return _YEAR.fullmatch(text) is not None or _is_name(text) or _is_publisher(text)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _title_by_shape(texts: list[str], colophon: tuple[int, ...], small: frozenset[str]) -> tuple[int, ...]:
    """Return the first run of short blocks that has a title, an author's name and a year, wherever it stands."""
    for first in range(len(texts)):
        run: list[int] = []
        for i in range(first, min(first + 6, len(texts))):
            lowly = texts[i][:1].islower() and not BYLINE.match(texts[i])
            if i in colophon or not 0 < len(texts[i]) <= 120 or _STOP.search(texts[i]) or lowly:
                break
            run.append(i)
        dated = [n for n, i in enumerate(run) if _YEAR.fullmatch(texts[i])]
        named = any(BYLINE.match(texts[i]) or _is_sure_name(texts[i], small) for i in run)
        if named and dated and dated[0] >= 2 and not _NUMBERED.match(texts[first]):
            return tuple(run[: dated[0] + 1])
    return ()


def _roles(texts: list[str], run: tuple[int, ...], imprint: str, small: frozenset[str]) -> tuple[tuple[int, str], ...]:
    """Return each line of the title page with its role; the first that is neither author nor date opens the title."""
    roles: list[tuple[int, str]] = []
    folded = " ".join(_words(imprint))
    titled = ""
    title_at = folded.find(" ".join(_words(texts[run[0]]))) if run else -1
    above = bool(run) and _author_above(texts, run, small)
    for i in run:
        text = texts[i]
        at = folded.find(" ".join(_words(text)))
        if _YEAR.fullmatch(text):
            role = "date"
        elif (i == run[0] and above) or (titled and BYLINE.match(text) and _is_name(text)):
            role = "author"
        elif not titled or (titled == "title" and _runs_on(texts[i - 1], text)):
            role = "title"
        elif _is_publisher(text):
            role = "imprint"
        elif not above and (
            0 <= at < title_at or ((at < 0 or not imprint) and _is_name(text) and not _is_early(text, texts, run))
        ):
            role = "author"
        else:
            role = "subtitle"
        titled = role if role in ("title", "subtitle") else titled or ("" if above else "none")
        if role in ("author", "imprint") and not (above and i == run[0]):
            titled = "none"
        roles.append((i, role))
    return tuple(roles)


def _author_above(texts: list[str], run: tuple[int, ...], small: frozenset[str]) -> bool:
    """Tell whether the author stands above the title: a sure name first, something else second, no name after it."""
    rest = [texts[i] for i in run[1:] if not _YEAR.fullmatch(texts[i])]
    return bool(rest) and _is_sure_name(texts[run[0]], small) and not any(_is_name(text) for text in rest)


def _is_publisher(text: str) -> bool:
    return _PUBLISHER.search(text) is not None and len(text) < 60 and sum(map(str.islower, text.split())) <= 2


def _is_sure_name(text: str, small: frozenset[str]) -> bool:
    """Tell whether a line looks like a name and the book has none of its words in small letters."""
    words = BYLINE.sub("", text).lower().split()
    return _is_name(text) and not any(word in small for word in words if word not in _SMALL)


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


_PARTICLES = frozenset(
    ("de", "von", "van", "di", "und", "and", "et", "y", "e", "da", "du", "der", "den", "la", "и", "και")
)


def _is_name(text: str) -> bool:
    words = (BYLINE.sub("", text, count=1) if BYLINE.match(text) else text).split()
    if all(map(_is_caseless, words)):
        return 2 <= len(words) <= 3 and not any(word in _SMALL for word in words)
    return 2 <= len(words) <= 5 and all(
        w.lower() in _PARTICLES or (w[:1].isupper() and w.lower() not in _SMALL) for w in words
    )


def _is_caseless(word: str) -> bool:
    """Tell whether a word is written in a script that has no capitals."""
    return word[:1].isalpha() and word[:1].lower() == word[:1].upper()


def _is_early(text: str, texts: list[str], run: tuple[int, ...]) -> bool:
    """Tell whether a line in a script without capitals is not the last, but for the year: it may say anything."""
    rest = [texts[i] for i in run if not _YEAR.fullmatch(texts[i])]
    return _is_caseless(text) and not BYLINE.match(text) and text != rest[-1]


def colophon_lines(text: str, title_page: list[str]) -> list[int]:
    """Return the places of the spaces where the colophon's lines were run together: around what the title page says."""
    starts = {text.find(part) for part in title_page if part}
    for part in title_page:
        if part and part in text:
            starts.add(text.index(part) + len(part) + 1)
    starts |= {m.start() for pattern, weight in _SIGNALS if weight > 1 for m in pattern.finditer(text)}
    spaces = [start - 1 for start in starts if 0 < start < len(text) and text[start - 1] == " "]
    return sorted(at for at in spaces if not (last := text[:at].split()[-1]).islower() and last.lower() not in _SMALL)
