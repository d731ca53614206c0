"""Words given back the hyphen that an extraction dropped where it ran two lines together."""

import re
from itertools import accumulate, pairwise

from edition.apparatus import Finding
from edition.compounds import NONE, Cuts, compound, listed, weigh_model, weigh_parts
from edition.continuations import Lines, shift
from edition.lexicon import WORD, Lexicon
from edition.lineends import find_capital, find_figures, weigh_end
from edition.punctuation import Edit
from edition.shapes import Draft
from edition.words import (
    AFFIXES,
    ALWAYS,
    COMPOUNDING,
    CONJUNCTIONS,
    HYPHENS,
    LONGEST,
    NUMBER,
    both_adjectives,
    forms_of,
)

LOST = "hyphen lost at a line end"
ASKED, SURE = 0.98, 0.985
"""What is less sure is asked, and how sure a hyphen is that is given back unasked."""
_WEIGHED = 0.05
"""How likely a hyphen is at least, by words, for it to be asked whether a line ended there."""
_TOLD = 0.15
"""How likely it is at least with what lines tell, where words tell hardly of it."""
_ORDINARY = 0.7
"""How much less, in nats, a line's end tells of a hyphen here, since ordinary breaks lie where parts meet, too: without
it, of 34 words that were told to have had one by .61, .44 had."""
NEAR, LIKELY = 2, 0.9
"""How many letters beside the places where a line may end it may end, too; and from where on evidence without them is
believed the more for them."""
WHY = "the parts of this word, or other words of the book, tell of a hyphen that may have been lost at a line end"


def lost_hyphens(
    draft: Draft, lexicon: Lexicon, mask: str, ends: frozenset[int] | None = None, lines: Lines | None = None
) -> tuple[list[Edit], list[Finding]]:
    """Return the words given back the hyphen that the book elsewhere, or their parts, say they had; the doubtful asked.

    `ends` are the characters at which lines may end whose hyphens were dropped, whatever follows. Where they are not
    known, a hyphen stood before a small letter: extractions that join lines to paragraphs keep the others. How likely a
    line ended at it is told by the `lines`.
    """
    edits: list[Edit] = []
    findings: list[Finding] = []
    for m in WORD.finditer(mask):
        word = m.group()
        if _behind_hyphen(mask, m.start()) or mask[m.end() : m.end() + 1] in HYPHENS:
            continue  # half of a word that a line end cut
        if not 4 <= len(word) <= LONGEST:
            continue
        if lexicon.language in _FIGURED and word.islower() and mask[m.start() - 1 : m.start()].isdigit():
            edits.append(Edit(m.start() - 1, m.start() + 1, f"{mask[m.start() - 1]}-{word[0]}", LOST))
            continue
        capital = _CAPITAL.match(mask, m.end()) is not None
        if ends is None:
            cuts, confidence = _find(word, lexicon, capital=capital)
            if lines:
                places = [draft.tape.at[n] for n in range(m.start(), m.end())]
                cuts, confidence = _weigh_lines(word, (cuts, confidence), places, lexicon, lines)
        else:
            places = [n for n in range(1, len(word)) if draft.tape.at[m.start() + n] in ends]
            cuts, confidence = _find_placed(word, places, lexicon, capital=capital)
        if not cuts or (ends is None and not all(word[cut].islower() for cut in cuts)):
            continue
        parts = [word[a:b] for a, b in pairwise((0, *cuts, len(word)))]
        suspended = parts[-1] in CONJUNCTIONS["de"]
        whole = "- ".join(parts) if suspended else "-".join(parts)
        kept = confidence < 0.5
        for cut in () if kept else cuts:
            at = m.start() + cut
            edits.append(Edit(at - 1, at + 1, mask[at - 1] + ("- " if suspended else "-") + mask[at], LOST))
        if 1 - ASKED < confidence < ASKED:
            printed, other, sure = (word, whole, 1 - confidence) if kept else (whole, word, confidence)
            findings.append(Finding("hyphen", draft.tape.span(m.start(), m.end()), printed, (other,), sure, WHY))
    for first, second, at, confidence in find_figures(mask):
        if ends is not None and draft.tape.at[at] in ends:
            edits.append(Edit(at - 1, at + 1, f"{mask[at - 1]}-{mask[at]}", LOST))
            span = draft.tape.span(at - len(first), at + len(second))
            findings.append(Finding("hyphen", span, f"{first}-{second}", (first + second,), confidence, WHY))
    return edits, findings


def _find(word: str, lexicon: Lexicon, *, capital: bool) -> Cuts:
    """Return where a word has lost hyphens, by the surest evidence there is."""
    low = word.lower()
    number = NUMBER.match(low) if lexicon.language == "en" else None
    if number:
        return (len(number.group(1)),), SURE
    found = _always(low, lexicon) or _model(low, lexicon) or _family(low, lexicon)
    if found:
        return found
    if "-" in word:
        return _piece(word, lexicon, capital=capital)
    once, known = lexicon.counts[low] == 1, lexicon.zipf(low)
    if lexicon.language in _BOUND and known < 3 and (found := _bound(low, lexicon, rare=once and known < 1.6)):
        return found
    if known:
        return listed(word, lexicon) if once else NONE
    if lexicon.language == "de" and (found := _german(word, lexicon, once=once, capital=capital)):
        return found
    found = _seam(word, lexicon) or _habit(low, lexicon)
    return found or (compound(word, lexicon) if once else NONE)


def _find_placed(word: str, places: list[int], lexicon: Lexicon, *, capital: bool) -> Cuts:
    """Return the same where it is known at which places of the word a line may end: elsewhere it lost hardly any."""
    low = word.lower()
    if not places:
        own = _model(low, lexicon) if not lexicon.zipf(low) else None
        if own and all(word[cut].islower() for cut in own[0]):
            return own[0], min(own[1], LIKELY)
        return _always(low, lexicon) or find_capital(word, lexicon)
    m = _SUSPENDED_END.fullmatch(word) if lexicon.language == "de" else None
    if m and m.end(1) in places and lexicon.knows(m[1]) and lexicon.zipf(word) < lexicon.zipf(m[1]):
        return (m.end(1),), SURE
    cuts, confidence = _written(word, lexicon) or _find(word, lexicon, capital=capital)
    if all(places[0] - NEAR <= cut <= places[-1] + NEAR for cut in cuts) and confidence >= LIKELY:
        return cuts, 1 - (1 - confidence) / 2
    return weigh_end(word, places, lexicon)


def _model(word: str, lexicon: Lexicon) -> Cuts | None:
    """Return where the same word of the book, with another ending too, has its hyphens."""
    letters = word.replace("-", "")
    if "-" in word and lexicon.hyphenated.get(letters) == word and lexicon.counts[word] > 1:
        return None
    for form in forms_of(letters, lexicon.language):
        model = lexicon.hyphenated.get(form)
        if model is None or form not in lexicon.droppable or model == word:
            continue
        places = tuple(accumulate(len(part) for part in model.split("-")[:-1]))
        own = tuple(accumulate(len(part) for part in word.split("-")[:-1]))
        if not set(own) <= set(places):
            continue
        confidence = _outweigh(lexicon.counts[model], lexicon.counts[word], lexicon.zipf(letters), same=form == letters)
        if confidence:
            return _shifted(tuple(at for at in places if at not in own), word), confidence
    return None


def _weigh_lines(word: str, found: Cuts, places: list[int], lexicon: Lexicon, lines: Lines) -> Cuts:
    """Return what was found for a word at these places of the source with what the lines tell of it.

    Where words told of none, a hyphen is believed only where a line may well have ended.
    """
    cuts, confidence = found
    if cuts:
        weighed = len(cuts) == 1 and confidence > _WEIGHED
        return cuts, shift(confidence, lines.weigh_hyphen(places[cuts[0]])) if weighed else confidence
    best: Cuts = NONE
    for cut, chance in weigh_model(word, lexicon) or weigh_parts(word, lexicon):
        nats = lines.weigh_hyphen(places[cut])
        if nats > 0:
            best = max(best, ((cut,), shift(chance, nats - _ORDINARY)), key=lambda cuts: cuts[1])
    return best if best[1] > _TOLD else NONE


def _written(word: str, lexicon: Lexicon) -> Cuts | None:
    """Return where the very word has hyphens elsewhere in the book, before capitals too, as it mostly is written."""
    low = word.lower()
    model = lexicon.hyphenated.get(low.replace("-", ""), low)
    places, own = (set(accumulate(len(part) for part in one.split("-")[:-1])) for one in (model, low))
    closed = lexicon.counts[low] - 1
    if not own < places or lexicon.counts[model] <= closed:
        return None
    return _shifted(tuple(sorted(places - own)), word), LIKELY if closed else SURE


def _shifted(places: tuple[int, ...], word: str) -> tuple[int, ...]:
    """Return places among the letters of a word as places in the word, its hyphens counted."""
    letters = [n for n, character in enumerate(word) if character != "-"]
    return tuple(letters[at] for at in places)


def _outweigh(hyphenated: int, closed: int, known: float, *, same: bool) -> float:
    """Return how likely a word had the hyphen that the book has so many times with it and without; 0 where unlikely.

    What a list has without the hyphen may be the author's own spelling: it takes more to be sure.
    """
    if not known:
        return SURE if closed <= hyphenated + (not same) else 0.0
    if hyphenated < max(2, 2 * closed):
        return 0.0
    return 0.95 if hyphenated >= 4 * closed else 0.9


def _family(word: str, lexicon: Lexicon) -> Cuts | None:
    """Return where words of the book that begin so have their hyphen: `co-operate` tells of `cooperation`."""
    if "-" in word or lexicon.language in COMPOUNDING:
        # Where nouns are compounded the hyphens of a family stand before capitals, and were not lost.
        return None
    for length in range(7, len(word) + 1):
        family = lexicon.families.get(word[:length])
        if family is None:
            continue
        cut, hyphenated, closed = family
        known = lexicon.zipf(word)
        if hyphenated < 2 and known:
            continue
        confidence = _outweigh(hyphenated, closed, known, same=True)
        if confidence:
            return (cut,), confidence if hyphenated > 1 else 0.95
    return None


def _always(word: str, lexicon: Lexicon) -> Cuts | None:
    """Return where a word lacks the hyphen that its language never writes it without: `peutêtre`, `ктото`."""
    pattern = ALWAYS.get(lexicon.language)
    known = lexicon.zipf(word)
    if pattern is None or known >= 3.5:
        return None
    start = max(word.rfind("'"), word.rfind("\N{RIGHT SINGLE QUOTATION MARK}")) + 1
    for cut in range(start + 2, len(word) - 1):
        first, second = word[start:cut], word[cut:]
        if first[-1] == "-" or second[0] == "-" or not pattern.fullmatch(f"{first}-{second}"):
            continue
        parts = [lexicon.zipf(part) for part in (*first.split("-"), *second.split("-"))]
        if known < min(parts) - 1:
            return (cut,), SURE
    return None


_FIGURED = ("ru", "uk", "bg")
"""Languages that never write figures and a word together: `18-летний`."""
_BOUND = {
    "fr": re.compile(
        r"(?:ils?|elles?|je|nous|vous|moi|toi|lui|leur|on|(?<=ez)(?:l[ae]s?|y|en))|(?P<sure>mêmes?|ci|là)"
    ),
    "pt": re.compile(r"se|lhes?|nos|vos|(?<=r)[mt]e|(?<=ndo)[mt]e|(?P<bare>(?<=[áêôí])l[oa]s?|(?<=ndo)[oa]s?)"),
    "ca": re.compile(r"se|(?<=[aàeèiíoòuú])l[oa]s?"),
}
"""What leans on the word before it and is hardly ever the end of one."""


def _bound(word: str, lexicon: Lexicon, *, rare: bool) -> Cuts | None:
    """Return where a word that hardly exists is a common one with another that leans on it: `ditil`, `vousmême`."""
    for cut in range(2, len(word)):
        m = _BOUND[lexicon.language].fullmatch(word, cut)
        if m is None:
            continue
        if m.lastgroup == "bare" and not lexicon.zipf(word):
            # No word ends so, whether its stem is listed or, without its r, is none by itself.
            return (cut,), SURE
        sure = m.lastgroup == "sure"
        least = 2.5 if word[:cut].endswith(("ar", "er", "ir", "ez", "ndo")) else 3.5
        if (sure or rare) and lexicon.zipf(word[:cut]) >= max(least, lexicon.zipf(word) + 2.5):
            return (cut,), SURE if sure else 0.95
    return None


def _piece(word: str, lexicon: Lexicon, *, capital: bool) -> Cuts:
    """Return where a word that kept one hyphen lost another: `merrygo-round`, before a little word or behind it."""
    at = 0
    for piece in word.split("-"):
        known = lexicon.zipf(piece) or lexicon.counts[piece.lower()]
        if lexicon.language == "fr" and at and _LINKED.fullmatch(piece):
            return (at + 1,), SURE
        own = _model(piece.lower(), lexicon)
        if own:
            return tuple(at + cut for cut in own[0]), own[1]
        if lexicon.language == "de" and at and not known and (m := _SUSPENDED.fullmatch(piece)) and capital:
            return (at + len(m[1]),), 0.97
        for cut in range(1, len(piece)):
            first, second = piece[:cut], piece[cut:]
            if known or "'" in piece or "’" in piece or lexicon.language in COMPOUNDING:
                break
            little, other = sorted((first, second), key=len)
            if (
                _LITTLE.fullmatch(little)
                and lexicon.zipf(little) >= 5.5
                and len(other) >= 3
                and lexicon.zipf(other) >= 2.5
            ):
                return (at + cut,), 0.8
        at += len(piece) + 1
    return NONE


def _behind_hyphen(mask: str, at: int) -> bool:
    """Tell whether a hyphen stands before the white space before this place."""
    while at and mask[at - 1].isspace():
        at -= 1
    return at > 0 and mask[at - 1] in HYPHENS


_LITTLE = re.compile(r"\w{2,3}|[aàeoyиовску]")
_LINKED = re.compile(r"t(?:ils?|elles?|on)")
"""French pronouns behind the letter that links them to a verb: `a-til`."""
_CAPITAL = re.compile(r"\s+[A-ZÄÖÜ]")
_SUSPENDED = re.compile(r"([A-ZÄÖÜ][a-zäöüß]{4,}s?)(und|oder|bzw)")
_SUSPENDED_END = re.compile(r"([^\W\d_]{3,})(und|oder|bzw|bis)")
_SMALL = re.compile(r"([a-zäöüß]{3,})(und|oder)")


def _german(word: str, lexicon: Lexicon, *, once: bool, capital: bool) -> Cuts | None:
    """Return where German had a hyphen: only at `Vor- und`, and between two adjectives.

    What stands twice may have lost it both times, where its first part is no word without another: `Bildungsund`.
    """
    m = _SUSPENDED.fullmatch(word)
    if m and sum((capital, once, m[1].endswith("s"))) > 1:
        return (len(m.group(1)),), 0.97
    if not once:
        return None
    m = _SMALL.fullmatch(word)
    if m and lexicon.zipf(m[1]) >= 3.5:
        return (len(m[1]),), 0.9
    parts = re.fullmatch(r"(\w+?(?:isch|lich))(\w+(?:isch|lich)(?:e[nrsm]?)?)", word)
    if parts and both_adjectives(parts.group(1), parts.group(2), lexicon):
        return (len(parts.group(1)),), 0.97
    return None


def _seam(word: str, lexicon: Lexicon) -> Cuts | None:
    """Return where capitals turn into a known word, or one script into another: `DVDдиска`, `GPGkey`."""
    m = re.fullmatch(r"([A-ZА-ЯΑ-Ω]{3,})(\w{4,})|([A-Za-z]{2,})([а-яё]{3,})", word)
    if m is None:
        return None
    first, second = (m[1], m[2]) if m[1] else (m[3], m[4])
    return ((len(first),), 0.9) if second.islower() and lexicon.zipf(second) >= 3 else None


def _habit(word: str, lexicon: Lexicon) -> Cuts | None:
    """Return where an unknown word has a half that the book has in two other words beside a hyphen, the other known.

    Of 192 words with a hyphen in six books this finds 68, and none among the words without one. A part that is mostly
    written together with its word must have more words of the book with a hyphen than without.
    """
    if lexicon.language in COMPOUNDING:
        return None
    own = []
    for cut in range(2, len(word) - 2):
        first, second = word[:cut], word[cut:]
        if lexicon.zipf(second) < 2 or max(lexicon.leads[first], lexicon.tails[second]) < 1 + lexicon.counts[word]:
            continue
        if AFFIXES.isdisjoint((first, second)) and cut > 2:
            own += [cut] if lexicon.zipf(first) >= 2 else []
        elif lexicon.leads[first] >= 2 and lexicon.leads[first] > lexicon.joined(first):
            own.append(cut)
    if len(own) != 1:
        return None
    first = word[: own[0]]
    return (own[0],), SURE if lexicon.leads[first] >= 4 and not lexicon.joined(first) else 0.95
