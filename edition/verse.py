"""Where the lines of verse ended that an extraction ran together: told by their capitals and their length."""

import re
from itertools import pairwise

from edition.lexicon import Lexicon

COMMON = 5.8
"""Words as frequent as this (log10 per milliard) are no names: `and`, `who`, `from`."""


NAMES = 5.0
"""Rarer words that the book has with a capital only are names."""


def line_ends(text: str, lexicon: Lexicon) -> tuple[int, ...]:
    """Return the places of the spaces where the lines of verse ended; nothing where the text may be prose.

    Its lines begin with capitals, two at least inside a sentence with the commonest words, and are of like length.
    German has too many capitals to tell.
    """
    if not 60 <= len(text) <= 1500 or lexicon.language == "de":
        return ()
    places = []
    odd = 0
    for m in re.finditer(r"(\S+) (?=[\"“‘(]?([^\W\d_]+(?:['’][^\W\d_]+)*))", text):
        word = m.group(2)
        frequency = lexicon.zipf(word)
        named = frequency < NAMES and lexicon.counts[word.lower()] <= lexicon.capitals[word.lower()]
        if not word[0].isupper() or named:
            continue
        within = re.search(r"[.!?:…][\"”’)]*$", m.group(1)) is None
        if len(word) == 1 and within:
            continue
        places.append(m.end() - 1)
        odd += within and frequency >= COMMON
    lengths = [b - a for a, b in pairwise([0, *places, len(text)])]
    if odd < 2 or len(lengths) < 3 or odd < 0.5 * len(places):
        return ()
    even = max(lengths) <= 75 and min(lengths) >= 12 and max(lengths[:-1]) <= 1.8 * min(lengths[:-1])
    return tuple(places) if even else ()
