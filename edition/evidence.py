"""How well a note fits a place of the text whose mark was lost."""

import re
from dataclasses import dataclass
from math import log

from edition.lexicon import WORD, Lexicon
from edition.paragraphs import Assembly

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s|$|[⁰¹²³⁴-⁹$\[])")


_CLAUSE_END = re.compile(r"[,;:—–][\"'”’»]?(?=\s|$)|[\"”»](?=[\s,;:—–])|(?<=[^\W\d_])(?=[,;:)—–])")


_QUOTED = re.compile(r"[\"”»'’][)\]]?$")


_CITATION = re.compile(
    r"\b(?:pp?|vol|ch|chap|ed|edit|ibid|op|loc|no|nr|s|bd|t|trans|cited|quoted|zit|cité|citado|citato"
    r"|see|siehe|vgl|voir|véase|vedi|cf|цит|см|там же)\b|\d{4}",
    re.IGNORECASE,
)


_QUOTATION_NOTE = re.compile(r"^(?:(?:as )?quoted|cited|zit|cité|citado|citato|цит)", re.IGNORECASE)


_EXAMPLE_NOTE = re.compile(
    r"^(?:for example|for instance|e\.\s?g\.|zum beispiel|z\.\s?b\.|par exemple|por ejemplo|ad esempio|por exemplo"
    r"|например)",
    re.IGNORECASE,
)


_GENERAL = re.compile(
    r"\b(?:some|sometimes|many|most|often|people|usually|einige|manche|viele|oft|certains|souvent|algunos|muchos|alcuni|spesso|некоторые|часто)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a note is called: after character `end` of a draft's tape; a mark that is there begins at `start`."""

    draft: int
    start: int
    end: int


def ends(text: str) -> list[int]:
    """Return the places of a text where a note might be called, in rising order."""
    sentences = {m.end() for m in _SENTENCE_END.finditer(text) if _ends_sentence(text, m)}
    clauses = {m.end() for m in _CLAUSE_END.finditer(text)}
    return sorted(sentences | clauses | {len(text.rstrip())})


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    """Tell whether a full stop ends a sentence: not after an initial, not before a small letter or a figure."""
    following = text[stop.end() :].lstrip(" \n\"“‘'«„([*")[:1]
    before = re.search(r"[^\W_]*$", text[: stop.start()])
    word = before.group() if before else ""
    abbreviated = stop.group()[0] == "." and (
        len(word) == 1 or (len(word) <= 3 and word[:1].isupper()) or word in ("p", "pp", "vol", "chap")
    )
    return not abbreviated and not following.islower() and not following.isdigit()


def score(assembly: Assembly, lexicon: Lexicon, place: Place, body: str) -> float:
    """Return how well the note's text fits a place, in nats."""
    draft = assembly.text[place.draft]
    text = draft.tape.text
    before = text[: place.end]
    stops = [m.end() for m in _SENTENCE_END.finditer(before) if _ends_sentence(text, m)]
    closes = place.end >= len(text.rstrip())
    is_sentence = closes or (bool(stops) and stops[-1] == place.end)
    starts = [stop for stop in stops if stop < place.end]
    quoted = _QUOTED.search(before) is not None
    sentence = before if quoted else before[starts[-1] if starts else 0 :]
    total = (0.0 if is_sentence else -2.4) + (0.7 if closes else 0.0) - (1.5 if draft.kind == "heading" else 0.0)
    total += _names(body, sentence, text, lexicon) + _overlap(body, sentence, lexicon) + _term(body, before, lexicon)
    if _EXAMPLE_NOTE.match(body):
        total += 1.2 if is_sentence and _GENERAL.search(sentence) else -0.3
    if proper(body[:40], lexicon) & proper(before, lexicon):
        total += 1.0
    if _CITATION.search(body) and quoted:
        total += 1.4 + (0.8 if draft.kind == "quote" and closes else 0.0)
    if _QUOTATION_NOTE.match(body):
        told = assembly.text[place.draft - 1].tape.text[-120:] if draft.kind == "quote" and place.draft else sentence
        total += (1.0 if quoted else -1.0) + (0.7 if _has_name(told, lexicon) else 0.0)
    return total


_TERM = re.compile(r"[\W_]{0,2}[\"“„«‚‘*]([^\"”“»’*]{3,40})[\"”“»’*]")


def _term(body: str, before: str, lexicon: Lexicon) -> float:
    """Return how well the words before a place are those that the note begins to explain."""
    last = {_stem(w) for w in WORD.findall(before[-60:])[-3:] if len(w) > 3}
    quoted = _TERM.match(body)
    if quoted and last & {_stem(w) for w in WORD.findall(quoted.group(1)) if len(w) > 3}:
        return 6.5
    leading = [w for w in WORD.findall(body[:80]) if len(w) > 3 and lexicon.counts[w.lower()] <= 12][:3]
    if last & {_stem(w) for w in leading}:
        return 2.0
    near = {_stem(w) for w in WORD.findall(before[-140:])[-14:] if len(w) > 3 and lexicon.counts[w.lower()] <= 15}
    return 0.5 * min(3, len(near & {_stem(w) for w in WORD.findall(body) if len(w) > 3}))


def _stem(word: str) -> str:
    return word.lower()[:6].rstrip("s")


def proper(text: str, lexicon: Lexicon) -> set[str]:
    """Return the names in a text: words with a capital that the book never writes small."""
    return {
        w
        for w in WORD.findall(text)
        if w[0].isupper()
        and len(w) > 2
        and lexicon.counts[w.lower()] <= lexicon.capitals[w.lower()] + 3
        and lexicon.zipf(w) < 5.2
    }


def _has_name(text: str, lexicon: Lexicon) -> bool:
    return any(
        lexicon.capitals[w.lower()] >= 1
        and lexicon.zipf(w) < 4.5
        and lexicon.counts[w.lower()] == lexicon.capitals[w.lower()]
        for w in proper(text, lexicon)
    )


def _names(body: str, sentence: str, paragraph: str, lexicon: Lexicon) -> float:
    names = proper(body, lexicon)
    near = names & set(WORD.findall(sentence))
    far = names & set(WORD.findall(paragraph))
    return 1.1 * min(2, len(near)) + 0.5 * min(2, len(far))


def _overlap(body: str, sentence: str, lexicon: Lexicon) -> float:
    """Return how many rare words the note shares with the sentence, each weighed by its rarity in the book."""
    total = max(2, lexicon.counts.total())
    own = {w.lower() for w in WORD.findall(body) if len(w) > 3}
    shared = own & {w.lower() for w in WORD.findall(sentence) if len(w) > 3}
    return min(2.5, sum(0.12 * max(0.0, log(total / max(1, lexicon.counts[w])) - 3.0) for w in shared))
