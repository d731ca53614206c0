"""What frames the text: the title page and the colophon, told by what they say and repeat of each other."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from edition.blocks import Fragment
from edition.colophon import SMALL, STOP, find_colophon, read_words
from edition.source import Source

BYLINE = re.compile(
    r"(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]e|[Dd]i|[Aa]v|[Vv]an|[Dd]oor|[Αα]πό|[Ττ]ου|تأليف|بقلم|מאת)\s+(?=[^\W\d_a-zß-ÿ])"
)
_PUBLISHER = re.compile(
    r"\b(?:press|verlag|éditions?|ediciones|editorial|edizioni|editore|edições|editora|books|publish(?:ers|ing|er)"
    r"|distro|library|biblioteca|bibliothek|bibliothèque|collective|zines?|издательство|библиотека|εκδόσεις|uitgeverij"
    r"|förlag|wydawnictwo|room)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:[IVXLC]+|\d+)[.)]?\s|(?:chapter|section|part|kapitel|chapitre|capítulo|capitolo|глава|κεφάλαιο|الفصل|الباب|פרק|שער)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\D{0,20}\b1[4-9]\d\d\b\D{0,20}|\D{0,20}\b20\d\d\b\D{0,20}")
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
    colophon = find_colophon(texts, [f.page for f in fragments])
    imprint = " ".join(texts[i] for i in colophon)
    small = frozenset(re.findall(r"\b[^\W\d_A-ZÀ-ÞΑ-ΩА-Я]\w+", source.text))
    title = _title_by_imprint(texts, colophon, imprint) if imprint else ()
    title = title or _title_by_type(source, fragments, texts, colophon)
    title = title or _leading_title(texts, colophon) or _title_by_shape(texts, colophon, small)
    return Furniture(_roles(texts, title, imprint, small), colophon)


def _title_by_imprint(texts: list[str], colophon: tuple[int, ...], imprint: str) -> tuple[int, ...]:
    """Return the run of short blocks that says what the colophon says of the book, and no word more often.

    Between two of them may stand one that the colophon leaves out, as it does with subtitles.
    """
    best: tuple[int, tuple[int, ...]] = (0, ())
    for first in range(len(texts)):
        left = Counter(read_words(imprint))
        run: list[int] = []
        for i in range(first, min(first + 8, len(texts))):
            words = Counter(read_words(texts[i]))
            if i in colophon or not words or len(texts[i]) > 160:
                break
            if words - left:
                if not run or run[-1] != i - 1 or i - 1 != first + len(run) - 1 or not _may_be_subtitle(texts[i]):
                    break
                continue
            left -= words
            run.append(i)
        size = sum(len(read_words(texts[i])) for i in run)
        if size > best[0] and len(run) > 1:
            best = (size, tuple(range(run[0], run[-1] + 1)))
    return best[1]


def _may_be_subtitle(text: str) -> bool:
    return len(text) <= 120 and not STOP.search(text) and not text[0].islower() and not _NUMBERED.match(text)


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
        ends = not text or len(text) > 120 or STOP.search(text) or lowly
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


def _title_by_shape(texts: list[str], colophon: tuple[int, ...], small: frozenset[str]) -> tuple[int, ...]:
    """Return the first run of short blocks that has a title, an author's name and a year, wherever it stands.

    Without a year it is one where the sentences around it are torn: a heading would stand between whole ones. Or the
    only one whose title the book has again in a line of its own, or that has a subtitle and then the name.
    """
    whole: list[tuple[int, ...]] = []
    ends = _count_ends(texts)
    for first in range(len(texts)):
        run: list[int] = []
        for i in range(first, min(first + 6, len(texts))):
            lowly = texts[i][:1].islower() and not BYLINE.match(texts[i])
            if i in colophon or not 0 < len(texts[i]) <= 120 or STOP.search(texts[i]) or lowly:
                break
            run.append(i)
        dated = [n for n, i in enumerate(run) if _YEAR.fullmatch(texts[i])]
        names = [n for n, i in enumerate(run) if BYLINE.match(texts[i]) or _is_sure_name(texts[i], small)]
        if not names or _NUMBERED.match(texts[first]):
            continue
        if dated and dated[0] >= 2:
            return tuple(run[: dated[0] + 1])
        if names[0] > 0 and not dated and _is_torn(texts, run[0] - 1, run[names[0]] + 1):
            return tuple(run[: names[0] + 1])
        own = run[: names[0] + 1]
        again = ends[tuple(read_words(texts[first]))] > 1
        if len(own) > 1 and not dated and (again or len(own) == 3):
            whole.append(tuple(own))
    alone = len({own[-1] for own in whole}) == 1
    return max(whole, key=len) if alone else ()


def _count_ends(texts: list[str]) -> Counter[tuple[str, ...]]:
    """Return how many short blocks end with these words, a whole block among them, as headings and running heads do."""
    short = [read_words(text) for text in texts if len(text) <= 120]
    return Counter(tuple(words[n:]) for words in short for n in range(len(words)))


def _is_torn(texts: list[str], before: int, after: int) -> bool:
    """Tell whether a sentence breaks off above some lines, or one goes on below them."""
    above = texts[before] if before >= 0 else ""
    below = texts[after] if after < len(texts) else ""
    return (len(above) > 120 and not STOP.search(above)) or below[:1].islower()


def _roles(texts: list[str], run: tuple[int, ...], imprint: str, small: frozenset[str]) -> tuple[tuple[int, str], ...]:
    """Return each line of the title page with its role; the first that is neither author nor date opens the title."""
    roles: list[tuple[int, str]] = []
    folded = " ".join(read_words(imprint))
    titled = ""
    title_at = folded.find(" ".join(read_words(texts[run[0]]))) if run else -1
    above = bool(run) and _author_above(texts, run, small)
    for i in run:
        text = texts[i]
        at = folded.find(" ".join(read_words(text)))
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
    return _is_name(text) and not any(word in small for word in words if word not in SMALL)


def _runs_on(first: str, second: str) -> bool:
    """Tell whether a title goes on in the next line, as one does that was too wide for its page."""
    last, words = first.split()[-1].lower(), second.split()
    if last in SMALL or second[:1].islower():
        return True
    return (
        len(first) >= 18
        and len(words) <= 2
        and words[0].lower() not in SMALL
        and not _YEAR.fullmatch(second)
        and not _is_name(second)
    )


_PARTICLES = frozenset(
    ("de", "von", "van", "di", "und", "and", "et", "y", "e", "da", "du", "der", "den", "la", "и", "και")
)


def _is_name(text: str) -> bool:
    words = (BYLINE.sub("", text, count=1) if BYLINE.match(text) else text).split()
    if all(map(_is_caseless, words)):
        return 2 <= len(words) <= 3 and not any(word in SMALL for word in words)
    return 2 <= len(words) <= 5 and all(
        w.lower() in _PARTICLES or (w[:1].isupper() and w.lower() not in SMALL) for w in words
    )


def _is_caseless(word: str) -> bool:
    """Tell whether a word is written in a script that has no capitals."""
    return word[:1].isalpha() and word[:1].lower() == word[:1].upper()


def _is_early(text: str, texts: list[str], run: tuple[int, ...]) -> bool:
    """Tell whether a line in a script without capitals is not the last, but for the year: it may say anything."""
    rest = [texts[i] for i in run if not _YEAR.fullmatch(texts[i])]
    return _is_caseless(text) and not BYLINE.match(text) and text != rest[-1]
