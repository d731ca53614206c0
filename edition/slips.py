"""What author or printer seem to have got wrong: found and listed, never changed."""

import re

from edition.apparatus import Finding
from edition.lexicon import WORD, Lexicon
from edition.quotations import unclosed_single
from edition.shapes import Draft


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
            len(word) >= 6
            and word.islower()
            and "-" not in word
            and lexicon.counts[word] == 1
            and lexicon.zipf(word) < 1.5
        ):
            meant = next(
                (w for w in sorted(_near(word, lexicon)) if lexicon.counts[w] and lexicon.zipf(w) >= 3.5), None
            )
            if meant:
                why = "no word of the language, one letter from a word of this book"
                slips.append(Finding("slip", draft.tape.span(m.start(), m.end()), word, (meant,), 0.9, why))
    at = unclosed_single(mask, lexicon.language)
    if at is not None:
        quote = " ".join(mask[at:].split()[:5])
        why = "a quotation opens here and is nowhere closed"
        slips.append(Finding("slip", draft.tape.span(at, min(len(mask), at + len(quote))), quote, (), 0.9, why))
    return slips


def _near(word: str, lexicon: Lexicon) -> set[str]:
    """Return the words of the book that are one letter added, dropped or changed, or two changing places, away."""
    return {
        w
        for w in lexicon.counts
        if abs(len(w) - len(word)) <= 1 and w != word and w[0] == word[0] and _one_off(word, w)
    }


def _one_off(a: str, b: str) -> bool:
    if len(a) == len(b):
        unlike = [n for n, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        swapped = (
            len(unlike) == 2
            and unlike[1] == unlike[0] + 1
            and a[unlike[0]] == b[unlike[1]]
            and a[unlike[1]] == b[unlike[0]]
        )
        return len(unlike) == 1 or swapped
    short, long = sorted((a, b), key=len)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
