"""What author or printer seem to have got wrong: found and listed, never changed."""

import re

from edition.apparatus import Finding
from edition.lexicon import WORD, Lexicon
from edition.quotations import unclosed_single
from edition.shapes import Draft

_LONGEST = 100
"""Letters of the longest word whose neighbours are looked for: their number grows with the square."""


def list_slips(draft: Draft, lexicon: Lexicon, mask: str) -> list[Finding]:
    """Return what seems wrong: doubled words, words one letter from another of the book, open quotations."""
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
            6 <= len(word) <= _LONGEST
            and word.islower()
            and "-" not in word
            and lexicon.counts[word] == 1
            and lexicon.zipf(word) < 1.5
        ):
            meant = next((w for w in _near(word, lexicon) if lexicon.zipf(w) >= 3.5), None)
            if meant:
                why = "no word of the language, one letter from a word of this book"
                slips.append(Finding("slip", draft.tape.span(m.start(), m.end()), word, (meant,), 0.9, why))
    at = unclosed_single(mask, lexicon.language)
    if at is not None:
        quote = " ".join(mask[at:].split()[:5])
        why = "a quotation opens here and is nowhere closed"
        slips.append(Finding("slip", draft.tape.span(at, min(len(mask), at + len(quote))), quote, (), 0.9, why))
    return slips


def _near(word: str, lexicon: Lexicon) -> list[str]:
    """Return the words of the book that are one letter added, dropped or changed, or two changing places, away.

    The first letter is taken to be right. In alphabetical order.
    """
    letters = lexicon.letters
    found = {word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(1, len(word) - 1)}
    for n in range(1, len(word) + 1):
        head, tail = word[:n], word[n:]
        found.add(head + tail[1:])
        found |= {head + c + tail[1:] for c in letters}
        found |= {head + c + tail for c in letters}
    return sorted(w for w in found if w != word and w in lexicon.counts)
