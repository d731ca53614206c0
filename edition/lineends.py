"""Words at the ends of lines that an extraction joined without their hyphens: whether these were the words' own.

The figures are those of 16,000 words that stand where such lines end, 360 of which had a hyphen of their own.
"""

import re

from edition.compounds import BEGINNINGS, ENDINGS, LOOSE, NONE, Cuts
from edition.lexicon import Lexicon
from edition.words import AFFIXES, is_latin

SURE = 0.985
NAMES = 0.85
"""How often two words with capitals had a hyphen between them, where the language does not join such words."""
ELSEWHERE = 0.3
"""How often what looks like a dropped hyphen is one though no line is known to end there: some names are written so."""
LOOSELY, KNOWN = 0.85, 0.65
"""How often a word had a hyphen behind a part that English writes in both ways: one that lists lack, or have."""
LEAST = 3
"""Letters of the shortest word before a capital: shorter ones are parts of names."""
_CAPITALS = re.compile(r"[A-ZА-ЯΑ-Ω]{2,}\Z")


def weigh_end(word: str, places: list[int], lexicon: Lexicon) -> Cuts:
    """Return where a word had a hyphen of its own at one of the places where its line may end, and how likely."""
    found = [(confidence, cut) for cut in places if (confidence := _weigh_capital(word, cut, lexicon, at_end=True)) > 0]
    if not found and lexicon.language == "en" and word.isalpha() and word[1:].islower():
        found = [(confidence, cut) for cut in places if (confidence := _weigh_english(word.lower(), cut, lexicon)) > 0]
    if not found:
        return NONE
    confidence, cut = max(found)
    return (cut,), confidence


def find_capital(word: str, lexicon: Lexicon) -> Cuts:
    """Return where a word has a capital inside that it should not have, though no line is known to end there."""
    found = [
        (confidence, cut)
        for cut in range(1, len(word))
        if (confidence := _weigh_capital(word, cut, lexicon, at_end=False)) > 0
    ]
    confidence, cut = max(found, default=(0.0, 0))
    return ((cut,), confidence) if found else NONE


def _weigh_capital(word: str, cut: int, lexicon: Lexicon, *, at_end: bool) -> float:
    """Return how likely a hyphen stood before a capital inside a word, behind capitals, or where its script changes."""
    first, second = re.split(r"['’-]", word[:cut])[-1], re.split(r"['’-]", word[cut:])[0]
    whole = f"{first}{second}".lower()
    if not first.isalpha() or not second.isalpha() or len(second) < 3:
        return 0.0
    own = first.islower() and second[0].isupper()
    if lexicon.zipf(whole) >= 1.5 or (lexicon.counts[whole] > 1 and not (at_end and own)):
        return 0.0
    german, known = lexicon.language == "de", _is_word(second, lexicon)
    if is_latin(first[-1]) != is_latin(second[0]):
        # One letter of another script inside a word was read wrongly.
        known = (
            known and len({is_latin(letter) for letter in first}) == len({is_latin(letter) for letter in second}) == 1
        )
        return (SURE if at_end else ELSEWHERE) if known else 0.0
    if second[0].islower():
        return (SURE if at_end else ELSEWHERE) if _CAPITALS.match(first) and known and len(second) > 3 else 0.0
    if not second[1:].islower() or first[-1].isupper() > german or len(first) < LEAST:
        return 0.0
    if german:
        return (SURE if at_end else ELSEWHERE) if known else 0.9 * at_end
    return (SURE if first.islower() else NAMES) * at_end


def _is_word(word: str, lexicon: Lexicon) -> bool:
    """Tell whether the language or the book has a word; a German one may be made of others."""
    if lexicon.zipf(word) >= 2 or lexicon.counts[word.lower()]:
        return True
    return lexicon.language == "de" and any(lexicon.zipf(word[n:]) >= 3 for n in range(3, len(word) - 4))


def _weigh_english(word: str, cut: int, lexicon: Lexicon) -> float:
    """Return how likely an English word had a hyphen at a place: the book itself mostly writes it in one way."""
    first, second = word[:cut], word[cut:]
    known, least = lexicon.zipf(word), min(lexicon.zipf(first), lexicon.zipf(second))
    if (known and lexicon.counts[word] > 1) or min(len(first), len(second)) < 3 or second in ENDINGS:
        return 0.0
    if first == "self":
        return SURE if lexicon.zipf(second) >= 1 and known < 3 else 0.0
    if first in LOOSE:
        if lexicon.zipf(second) < 1.5 and not lexicon.counts[second]:
            return 0.0
        own, joined = lexicon.leads[first], lexicon.joined(first)
        if own > joined:
            return 0.97 if known < 3 else 0.9
        return 0.0 if joined > own + 1 or known >= 3.5 else LOOSELY if known < 2.5 else KNOWN
    if not known and lexicon.leads[first] > lexicon.joined(first) and lexicon.zipf(second) >= 2:
        return 0.95
    if first in BEGINNINGS or (least < 4.5 and not AFFIXES.isdisjoint((first, second))):
        return 0.0
    ahead = least - known
    if ahead >= 2.7 and least >= 2.7:
        return SURE if not known and least >= 3.5 else 0.95
    return 0.4 if ahead >= 2.3 and least >= 2.7 and not known else 0.0
