"""Words at the ends of lines that an extraction joined without their hyphens: whether these were the words' own.

The figures are those of 16,000 words that stand where such lines end, 360 of which had a hyphen of their own.
"""

import re
from collections.abc import Iterator

from edition.compounds import BEGINNINGS, ENDINGS, EVERYWHERE, LOOSE, NONE, Cuts
from edition.lexicon import Lexicon
from edition.words import AFFIXES, COMPOUNDING, is_latin

SURE = 0.985
NAMES = 0.85
"""How often two words with capitals had a hyphen between them, where the language does not join such words."""
ELSEWHERE = 0.3
"""How often what looks like a dropped hyphen is one though no line is known to end there: some names are written so."""
LOOSELY, KNOWN = 0.85, 0.65
"""How often a word had a hyphen behind a part that English writes in both ways: one that lists lack, or have."""
LEAST = 3
"""Letters of the shortest word before a capital: shorter ones are parts of names, but for capitals in German."""
NEAR = 2
"""How many letters beside the places where a line may end a capital shows that it ended."""
FALLING, PREFIXED, APART = 0.6, 0.45, 2.5
"""How often a word that no list has had a hyphen between two parts that are so much commoner (log10), and the same
behind parts that are mostly written together with their word: of 28 in five languages, 17 and five of ten."""
OWN = 2
"""How often a part stands in the book that no list has."""
CODES = 0.6
"""How likely figures behind capitals had one: `ISO-8859`, but `PDF417`."""
_FIGURES = re.compile(
    r"(?<![^\W_])(?:([^\W\d_]{2,}[^\W\d_A-Z])(\d{4})|([A-Z]{2,})(\d{2,})|(\d+(?:st|nd|rd|th))([a-z]{4,})"
    r"|([^\W\d_]{2,}[)\]”“»])([^\W\d_]{3,}))(?!\w)"
)
_PARTICLES = frozenset(("down", "off", "out", "over", "back", "through", "away"))
"""What stands behind a participle and a hyphen: `watered-down`."""
_INFLECTED = ("ed", "ing", "er", "ers")
_CAPITALS = re.compile(r"[A-ZА-ЯΑ-Ω]{2,}\Z")


def weigh_end(word: str, places: list[int], lexicon: Lexicon) -> Cuts:
    """Return where a word had a hyphen of its own at one of the places where its line may end, and how likely.

    How wide a line is is known to a letter or two: a capital inside a word tells more.
    """
    near = range(max(1, places[0] - NEAR), min(len(word), places[-1] + NEAR + 1))
    found = [(confidence, cut) for cut in near if (confidence := _weigh_capital(word, cut, lexicon, at_end=True)) > 0]
    if not found and word.isalpha() and word[1:].islower():
        weigh = _weigh_english if lexicon.language == "en" else _weigh_parts
        found = [(confidence, cut) for cut in places if (confidence := weigh(word.lower(), cut, lexicon)) > 0]
    if not found:
        return NONE
    confidence, cut = max(found, key=lambda one: (one[0], word[one[1]].isupper(), one[1]))
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


def find_figures(mask: str) -> Iterator[tuple[str, str, int, float]]:
    """Yield figures or closing signs and the letters that meet them, where that is, and how likely they had a hyphen.

    A line ends there.
    """
    for m in _FIGURES.finditer(mask):
        first, second = next((a, b) for a, b in zip(m.groups()[::2], m.groups()[1::2], strict=True) if a)
        yield first, second, m.start() + len(first), CODES if first.isupper() and second.isdecimal() else NAMES


def _weigh_capital(word: str, cut: int, lexicon: Lexicon, *, at_end: bool) -> float:
    """Return how likely a hyphen stood before a capital inside a word, behind capitals, or where its script changes."""
    first, second = re.split(r"['’-]", word[:cut])[-1], re.split(r"['’-]", word[cut:])[0]
    whole = f"{first}{second}".lower()
    if not first.isalpha() or not second.isalpha() or len(second) < 3:
        return 0.0
    german, known = lexicon.language == "de", _is_word(second, lexicon)
    own = second[0].isupper() and (first.islower() or (german and lexicon.leads[first.lower()] > 0))
    if lexicon.counts[whole] > 1 and not (at_end and own):
        return 0.0
    # German lists have in small letters what is written with a hyphen as often.
    apart = min(lexicon.zipf(first), lexicon.zipf(second)) if german and at_end and first[-1].islower() else 0.0
    if lexicon.zipf(whole) >= max(1.5, apart - 1):
        return 0.0
    if is_latin(first[-1]) != is_latin(second[0]):
        # One letter of another script inside a word was read wrongly.
        known = (
            known and len({is_latin(letter) for letter in first}) == len({is_latin(letter) for letter in second}) == 1
        )
        return (SURE if at_end else ELSEWHERE) if known else 0.0
    if second[0].islower():
        return (SURE if at_end else ELSEWHERE) if _CAPITALS.match(first) and known and len(second) > 3 else 0.0
    short = len(first) < LEAST and not (german and known and first.isupper())
    if not second[1:].islower() or first[-1].isupper() > german or short:
        return 0.0
    if german:
        return (SURE if at_end else ELSEWHERE) if known else 0.9 * at_end
    return (SURE if first.islower() else NAMES) * at_end


def _is_word(word: str, lexicon: Lexicon) -> bool:
    """Tell whether the language or the book has a word; a German one may be made of others."""
    if lexicon.zipf(word) >= 2 or lexicon.counts[word.lower()]:
        return True
    return lexicon.language == "de" and any(lexicon.zipf(word[n:]) >= 3 for n in range(3, len(word) - 4))


def _weigh_parts(word: str, cut: int, lexicon: Lexicon) -> float:
    """Return how likely a word had a hyphen at a place, where a language hardly ever joins two words without one."""
    first, second = word[:cut], word[cut:]
    if lexicon.language in COMPOUNDING or min(len(first), len(second)) < 4 or lexicon.counts[word] > 1:
        return 0.0
    own = APART if lexicon.counts[first] >= OWN else 0.0, APART if lexicon.counts[second] else 0.0
    least = min(max(lexicon.zipf(first), own[0]), max(lexicon.zipf(second), own[1]))
    if least - lexicon.zipf(word) < APART:
        return 0.0
    return PREFIXED if first in EVERYWHERE else FALLING


def _weigh_english(word: str, cut: int, lexicon: Lexicon) -> float:
    """Return how likely an English word had a hyphen at a place: the book itself mostly writes it in one way."""
    first, second = word[:cut], word[cut:]
    known, least = lexicon.zipf(word), min(lexicon.zipf(first), lexicon.zipf(second))
    if (known and lexicon.counts[word] > 1) or min(len(first), len(second)) < 3 or second in ENDINGS:
        return 0.0
    if first == "self":
        return SURE if lexicon.zipf(second) >= 1 and known < 3 else 0.0
    if first in LOOSE:
        if (lexicon.zipf(second) < 1.5 and not lexicon.counts[second]) or lexicon.zipf(second) < known:
            return 0.0
        own, joined = lexicon.leads[first], lexicon.joined(first)
        if own > joined:
            return 0.97 if known < 3 else 0.9
        return 0.0 if joined > own + 1 or known >= 3.5 else LOOSELY if known < 2.5 else KNOWN
    if not known and lexicon.leads[first] > lexicon.joined(first) and lexicon.zipf(second) >= 2:
        return 0.95
    if not known and second in _PARTICLES and first.endswith(("ed", "en")) and lexicon.zipf(first) >= 2.5:
        return 0.95
    affixed = second in AFFIXES or (first in AFFIXES and (known > 0 or first not in ENDINGS))
    if first in BEGINNINGS or (least < 4.5 and affixed):
        return 0.0
    ahead = least - known
    if any(word.endswith(end) and lexicon.zipf(word[: -len(end)]) >= 1.5 for end in _INFLECTED):
        return 0.0
    if ahead >= 2.7 and least >= 2.7:
        return SURE if not known and least >= 3.5 else 0.95
    return 0.4 if ahead >= 2.3 and not known else 0.0
