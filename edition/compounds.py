"""Where a word that lists do not have, or hardly, falls into two that they have: a hyphen may have been lost there."""

from collections.abc import Iterator
from math import exp
from typing import NamedTuple

from edition.collocations import are_phrase
from edition.lexicon import Lexicon
from edition.words import AFFIXES, COMPOUNDING, forms_of

Cuts = tuple[tuple[int, ...], float]
"""Where a word's hyphens were lost, and how likely: below one half the word is printed as it stands, and asked."""
NONE: Cuts = ((), 0.0)


ENDINGS = frozenset(
    [
        *("eth", "est", "ing", "ings", "ism", "isms", "ist", "ists", "ness", "less", "ers", "dom", "hood", "ship"),
        *("ships", "able", "ible", "ally", "ical", "ity", "ment", "ments", "ance", "ence", "ery", "ess", "like"),
        *("lings", "ling", "let", "lets", "ish", "wards", "ward", "ful", "table", "some", "fold", "wise", "most"),
    ]
)
BEGINNINGS = frozenset(
    [
        *("dis", "mis", "pro", "con", "com", "per", "pre", "sub", "trans", "inter", "super", "over", "under", "out"),
        *("fore", "for", "hence", "where", "there", "here", "through", "with", "off", "down", "back", "tri"),
    ]
)
"""English parts of words that hardly ever had a hyphen."""
LOOSE = frozenset(("anti", "counter", "multi", "neo", "non", "post", "pseudo", "semi", "ultra"))
"""First halves that English writes in both ways."""


_AHEAD = ("extra", "inter", "mid", "mini", "over", "pre", "pro", "quasi", "sub", "super", "vice")
"""English parts before a word: in 260,000 words of six books, of 25 words so made that no list has, 22 had a hyphen.
One in ten or so stands at a line end, and may have lost it: they are asked."""


EVERYWHERE = frozenset(
    [
        *(
            "anti",
            "auto",
            "contra",
            "inter",
            "macro",
            "meta",
            "méta",
            "micro",
            "mini",
            "mono",
            "multi",
            "neuro",
            "para",
        ),
        *("photo", "pseudo", "retro", "rétro", "semi", "sobre", "super", "sous", "tele", "télé", "trans", "ultra"),
        *("авто", "анти", "взаимо", "меж", "мета", "микро", "мини", "пере", "псевдо", "само", "сверх", "супер", "пред"),
    ]
)
"""Parts before words in many languages, mostly written together with them."""


def _halves(word: str) -> list[tuple[str, str]]:
    """Return the two parts of a word at each place where neither is one that words are made of without a hyphen."""
    parts = [(word[:cut], word[cut:]) for cut in range(3, len(word) - 2)]
    return [(first, second) for first, second in parts if first not in BEGINNINGS and second not in ENDINGS]


def _is_derived(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is a known one with such a part before or behind it."""
    parts = [(word[:cut], word[cut:]) for cut in range(3, len(word) - 2)]
    return any(
        (second in ENDINGS and lexicon.zipf(first) >= 2) or (first in BEGINNINGS and lexicon.zipf(second) >= 1.5)
        for first, second in parts
    )


AHEAD, FAR_AHEAD, RARE = 2.6, 3.2, 1.6
"""How much commoner both halves of a listed word are that is asked, and short ones, and how rare it is (log10)."""


def listed(word: str, lexicon: Lexicon) -> Cuts:
    """Return where a rare English word of the lists falls into two common ones: in lists many words lack their hyphen.

    In 315,000 words of seven books it asks of 15 that never had one, where 47 others might have lost theirs.
    """
    known = lexicon.zipf(word)
    if lexicon.language != "en" or not word.islower():
        return NONE
    if known >= RARE:
        return _custom(word, lexicon) or phrase(word, lexicon)
    found = [
        (min(lexicon.zipf(first), lexicon.zipf(second)), len(first))
        for first, second in _halves(word)
        if min(lexicon.zipf(first), lexicon.zipf(second))
        >= known + (AHEAD if min(len(first), len(second)) > 3 else FAR_AHEAD)
    ]
    return ((max(found)[1],), 0.2) if found else _custom(word, lexicon) or phrase(word, lexicon)


def _custom(word: str, lexicon: Lexicon) -> Cuts | None:
    """Return where a word that is not common begins as others do that this book writes with a hyphen."""
    if lexicon.zipf(word) >= 3.3:
        return None
    for cut in range(3, len(word) - 3):
        first, second = word[:cut], word[cut:]
        if second in ENDINGS or lexicon.zipf(second) < 2.5:
            continue
        if first == "self" or (lexicon.leads[first] >= 3 and lexicon.leads[first] > lexicon.joined(first)):
            return (cut,), 0.4
    return None


COMMON, FAMILIAR = 3.0, 4.0
"""From where on a word is common enough to stand without a hyphen, and how common both words of a phrase are."""
_ADVERBS = frozenset(("in", "there", "where", "here", "for", "be", "out", "with", "per", "so", "all", "any", "some"))
_LAST = frozenset(("with", "on", "one", "by", "at", "to", "of", "or"))
"""English words that are written together with others, before them or behind, whatever stands next to each other."""


def phrase(word: str, lexicon: Lexicon) -> Cuts:
    """Return where an English word that is not common falls into two that often stand next to each other: `long-term`.

    In 237,000 words of seven books it asks of 2 that never had a hyphen, where some 80 others would be that had one.
    """
    if lexicon.zipf(word) >= COMMON:
        return NONE
    for cut in range(2, len(word) - 1):
        first, second = word[:cut], word[cut:]
        common = min(lexicon.zipf(first), lexicon.zipf(second)) >= FAMILIAR
        apart = (
            first not in BEGINNINGS and second not in ENDINGS | _LAST and (first not in _ADVERBS or second == "called")
        )
        if common and apart and are_phrase(first, second):
            return (cut,), 0.4
    return NONE


def compound(word: str, lexicon: Lexicon) -> Cuts:
    """Return where an unknown word falls into two words, and how likely a hyphen was lost there.

    Of the words that fall into two of at least 3.5, four in five had one; of those of rarer halves one in three, as of
    those whose half is often written together with another; rare words that hold a common one are as likely either.
    """
    if lexicon.language in COMPOUNDING or not word.islower():
        return NONE
    if lexicon.language != "en":
        # In 150,000 words of five languages 29 fall so and never had a hyphen, all but six of them behind such a part.
        parts = [
            (min(lexicon.zipf(word[:cut]), lexicon.zipf(word[cut:])), cut)
            for cut in range(4, len(word) - 3)
            if word[:cut] not in EVERYWHERE
        ]
        least, cut = max(parts, default=(0.0, 0))
        return ((cut,), 0.4) if least >= 3.3 else NONE
    found: list[tuple[float, float, int]] = []
    derived = _is_derived(word, lexicon)
    for first, second in _halves(word):
        cut = len(first)
        rarer, other = sorted((first, second), key=lexicon.zipf)
        low, high = lexicon.zipf(rarer), lexicon.zipf(other)
        if first == "self" and lexicon.zipf(second) >= 1:
            found.append((0.95, low + high, cut))
        elif first in LOOSE and lexicon.zipf(second) >= 3:
            found.append((0.4, low + high, cut))
        elif low >= 3.3 and AFFIXES.isdisjoint((first, second)) and len(second) > 3:
            found.append((0.8, low + high, cut))
        elif (
            not derived and high >= 3.5 and len(other) > 3 and low >= (1 if len(rarer) > 5 else 2.5) and len(rarer) > 4
        ):
            found.append((0.3, low + high, cut))
    if not found:
        before = [len(first) for first in _AHEAD if word.startswith(first) and lexicon.zipf(word[len(first) :]) >= 2.5]
        return ((before[0],), 0.4) if before and len(word) - before[0] > 3 else _plain(word, lexicon)
    confidence, _, cut = max(found)
    return (cut,), confidence


def weigh_model(word: str, lexicon: Lexicon) -> list[tuple[int, float]]:
    """Return where a word that the book has both ways has its hyphen, and how likely it lost it by their counts."""
    low = word.lower()
    for form in forms_of(low, lexicon.language):
        model = lexicon.hyphenated.get(form)
        if model is not None and form in lexicon.droppable and model.count("-") == 1:
            lost = _AT_LINE_END * lexicon.counts[model]
            return [(model.index("-"), min(0.5, lost / max(1, lexicon.counts[low])))]
    return []


_AT_LINE_END = 0.1
"""How many words with a hyphen stand where a line ends at it, to each that does not."""


class _Weights(NamedTuple):
    """What each feature of a word says for a hyphen between two parts of it, in nats."""

    base: float
    listed: float
    known: float
    rarer: float
    commoner: float
    affix: float
    short: float
    most: float
    """How likely it is at most: of what is said to be surer, less is so."""


_ENGLISH = _Weights(-5.09, 0.38, -2.28, 0.92, 0.61, 0.1, -1.93, 0.85)
_OTHERS = _Weights(-8.46, 2.24, -2.96, 0.9, 0.71, -0.82, -1.11, 0.35)
_LEAST, _RAREST, _COMMON_ENOUGH = 0.03, 2.5, 3.5
"""How likely a hyphen is at least for it to be told of, and how common its parts are, and short ones: many a syllable
is a word by chance."""
_COMMONEST = 3.5
"""How common a word is at most that is looked at: commoner ones lost one in a hundred times, whatever their parts."""


def weigh_parts(word: str, lexicon: Lexicon) -> Iterator[tuple[int, float]]:
    """Yield the places at which a word falls into two known ones, and how likely it lost a hyphen there at a line end.

    That takes into account that a line seldom ends at one. The weights are fitted (logistic regression) to 1,847 words
    of English texts with a hyphen and 619 of five other languages, held against all such places of the words without
    one; on texts kept aside what is said to be likely by .05–.4 is so by .25, .4–.9 by .73, in English, and in the
    other languages .05–.2 by .08.
    """
    low = word.lower()
    start = max(low.rfind("'"), low.rfind("\N{RIGHT SINGLE QUOTATION MARK}")) + 1
    if lexicon.language in COMPOUNDING or "-" in word or len(low) - start < 5:
        return
    weights, whole = _ENGLISH if lexicon.language == "en" else _OTHERS, lexicon.zipf(low[start:])
    if whole >= _COMMONEST:
        return
    for cut in range(start + 3, len(low) - 3):
        first, second = low[start:cut], low[cut:]
        rarer, commoner = sorted((_standing(first, lexicon), _standing(second, lexicon)))
        short = min(len(first), len(second)) < 4
        affix = first in EVERYWHERE or first in LOOSE or not AFFIXES.isdisjoint((first, second))
        made = first in BEGINNINGS or second in ENDINGS or (affix and whole)
        if made or rarer < (_COMMON_ENOUGH if short else _RAREST):
            continue
        nats = (
            weights.base
            + weights.listed * (whole > 0)
            + weights.known * whole
            + weights.rarer * rarer
            + weights.commoner * commoner
            + weights.affix * affix
            + weights.short * short
        )
        chance = min(weights.most, 1 / (1 + exp(-nats)))
        if chance >= _LEAST:
            yield cut, chance


def _standing(word: str, lexicon: Lexicon) -> float:
    """Return how well known a word is (log10 per milliard), in its language or in the book."""
    count = lexicon.counts[word]
    return max(lexicon.zipf(word), 2.0 + min(2.0, count / 4) if count > 1 else 0.0)


_SMALL = frozenset(("off", "out", "up", "down", "for"))
"""Little words that stand with a hyphen behind what they belong to, though others have them at their ends without."""


def _plain(word: str, lexicon: Lexicon) -> Cuts:
    """Return where a word is two plain ones all the same: `far-off`, `blind-eye`, `saucepan-like`.

    In 237,000 words of seven books it asks of none that never had a hyphen, where some 30 others would be that had one.
    """
    for cut in range(3, len(word) - 2):
        first, second = word[:cut], word[cut:]
        rarer, other = sorted((lexicon.zipf(first), lexicon.zipf(second)))
        if second == "like" and cut > 3 and rarer >= 2.4:
            return (cut,), 0.4
        apart = first not in BEGINNINGS and second not in ENDINGS and AFFIXES.isdisjoint({first, second} - _SMALL)
        if apart and rarer >= 3 and other >= 4.2 and "the" not in (first, second):
            return (cut,), 0.4
    return phrase(word, lexicon)
