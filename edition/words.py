"""Words put together again that a page end or a line end cut."""

import re
import unicodedata

from edition.apparatus import Finding
from edition.lexicon import STEM, WORD, Lexicon
from edition.punctuation import HIDDEN, Edit
from edition.shapes import Draft

BROKEN, BROKEN_LINE = "word broken at a page end", "word broken at a line end"
AFFIXES = frozenset(
    [
        *("un", "non", "under", "over", "mis", "super", "out", "fore", "sub", "inter", "re", "dis", "anti", "counter"),
        *("up", "down", "back", "off", "through", "with", "ist", "ists", "ism", "ish", "ity", "able", "table", "ness"),
        *("men", "man", "people", "less", "ful", "like", "wise", "ship", "hood", "ward", "wards", "some", "fold"),
        *("side", "time", "way", "work", "day", "room", "house"),
    ]
)
"""English parts of words that are written together with their word."""
NUMBER = re.compile(
    r"(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(one|two|three|four|five|six|seven|eight|nine|first|second|third)$"
)
"""English tens and ones: printed with a hyphen, whatever a list of words says."""
HYPHENS = ("-", "\u2010", "\u00ad", "\u00ac")
# No match begins inside a run of letters: one without a hyphen behind it would be read again from each of them.
_CUT = re.compile(
    rf"(?<![^\W\d_])([^\W\d_]+(?:['’][^\W\d_]+)?)([-\u2010\u00ad\u00ac]){HIDDEN}?(\s+){HIDDEN}?([^\W\d_]+)"
)
_JOINED = re.compile(
    r"(?:(?<=\w)[”’»«“\")\]]|(?<![\w.,])(?:\d{1,3}|[^\W\d_]+\d+))-(\s+)([^\W\d_]+)",
)
"""What no typesetter breaks, joined to a word at a line's end: `“anarcho”-capitalists`, `10-year`, `A4-page`."""
_FIGURED = re.compile(r"(?<=\w)[-\u2010](\s+)(\w+)")
"""The end of a line behind a hyphen, with figures before it or behind: no hyphen was set there."""
LONGEST = 100
"""Letters of the longest word that is weighed: some languages have words of 80, and what is longer is none."""
_FIGURES = re.compile(r"\A\d+")
CONJUNCTIONS = {
    "en": {"and", "or", "to", "nor", "but"},
    "de": {"und", "oder", "bzw", "beziehungsweise", "bis", "wie", "sowie", "als"},
    "nl": {"en", "of"},
    "fr": {"et", "ou"},
    "es": {"y", "o", "e", "u"},
    "it": {"e", "o", "ed"},
    "pt": {"e", "ou"},
    "ru": {"и", "или"},
    "sv": {"och", "eller"},
    "el": {"και", "ή"},
}
"""Before them a word may stand with a hyphen at its end: `pre- and post-war`, `Vor- und Nachteile`."""


def broken_words(draft: Draft, lexicon: Lexicon, mask: str) -> tuple[list[Edit], list[Finding]]:
    """Return the words cut by a page end or a line end put together, each hyphen weighed."""
    edits: list[Edit] = []
    findings: list[Finding] = []
    gaps = {place for place, _ in draft.tape.gaps}
    for m in _CUT.finditer(mask):
        turned = m.start(3) in gaps
        first = _word_before(mask, m.end(1))
        joins = m.group(4).lower() in CONJUNCTIONS.get(lexicon.language, ())
        second = _word_after(mask, m.start(4))
        if joins and "-" not in second and not _is_cut(first, m.group(4), lexicon):
            continue
        # A conjunction with a hyphen behind it has one before it, too: `face-to-face`.
        keeps, confidence = (True, 0.985) if joins and "-" in second else weigh_hyphen(first, second, lexicon)
        if mask[m.start() - 1 : m.start()].isdigit() or (len(second) == 1 and mask[m.end() : m.end() + 1].isdigit()):
            # No typesetter breaks a word at its figures: `l10n-team`, `linux-i386`.
            keeps, confidence = True, 0.97
        rule = BROKEN if turned else BROKEN_LINE
        apart = turned or m.end(2) < m.start(3)
        if apart and not keeps:
            edits.append(Edit(m.start(2), m.end(2), "", rule))
        edits.append(Edit(m.start(3) if apart or keeps else m.start(2), m.end(3), "", rule))
        if confidence < 0.98:
            second += "".join(_FIGURES.findall(mask[m.start(4) + len(second) :][:4]))
            whole, hyphenated = first + second, f"{first}-{second}"
            printed, other = (hyphenated, whole) if keeps else (whole, hyphenated)
            why = "the word is cut here, and stands nowhere else in the book"
            findings.append(
                Finding("hyphen", draft.tape.span(m.start(), m.start(2) + 1), printed, (other,), confidence, why)
            )
    edits += [
        Edit(m.start(1), m.end(1), "", BROKEN if m.start(1) in gaps else BROKEN_LINE)
        for m in _JOINED.finditer(mask)
        if m.group(2).lower() not in CONJUNCTIONS.get(lexicon.language, ())
        and (m.group(2)[0].islower() or lexicon.language == "de")
    ]
    told = {edit.start for edit in edits}
    edits += [
        Edit(m.start(1), m.end(1), "", BROKEN if m.start(1) in gaps else BROKEN_LINE)
        for m in _FIGURED.finditer(mask)
        if m.start(1) not in told
        and ("\n" in m.group(1) or m.start(1) in gaps)
        and (mask[m.start() - 1].isdigit() or m.group(2)[0].isdigit())
        and m.group(2).lower() not in CONJUNCTIONS.get(lexicon.language, ())
    ]
    edits += [Edit(at, at + 1, "", BROKEN) for at in gaps if at in draft.cuts or _is_one_word(mask, at, lexicon)]
    return edits, findings


def _is_cut(first: str, second: str, lexicon: Lexicon) -> bool:
    """Tell whether what looks like a conjunction is the end of a word: the whole is commoner than its first half."""
    whole = lexicon.zipf(first + second)
    return whole >= 4.5 or (whole >= 2.5 and whole > lexicon.zipf(first))


def _is_one_word(mask: str, at: int, lexicon: Lexicon) -> bool:
    """Tell whether a page end cut a word in two and left no hyphen: neither half stands elsewhere, the whole does.

    Or the second half alone is hardly a word at all.
    """
    first, second = _word_before(mask, at), _word_after(mask, at + 1)
    if not first or not second or not second[0].islower() or not mask[at - 1].isalpha():
        return False
    whole = (first + second).lower()
    here, there = lexicon.counts[first.lower()], lexicon.counts[second.lower()]
    if there <= 1 and lexicon.zipf(whole) >= max(3, lexicon.zipf(second.lower()) + 2):
        return True
    return max(here, there) <= 1 and (lexicon.counts[whole] > 0 or lexicon.zipf(whole) >= 3)


def _word_after(mask: str, start: int) -> str:
    m = WORD.match(mask, start)
    return m.group() if m else ""


def _word_before(mask: str, end: int) -> str:
    m = re.search(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*$", mask[max(0, end - LONGEST) : end])
    return m.group() if m else ""


Weighed = tuple[bool, float]
"""Whether a hyphen is the word's own, and how sure that is."""


def weigh_hyphen(first: str, second: str, lexicon: Lexicon) -> Weighed:
    """Return whether the hyphen between two halves of a word is the word's own, and how sure that is.

    The book itself errs least (Bauge 2012): what it has elsewhere decides before any list of words.
    """
    found = _weigh_by_book(first, second, lexicon)
    if found is not None:
        return found
    lead, _, rest = first.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").rpartition("'")
    if lead and rest:
        # An article or pronoun that has lost its vowel stands before any word: `l'adminis-tration`.
        return weigh_hyphen(rest, second, lexicon)
    found = _weigh_by_form(first, second, lexicon)
    if found is not None:
        return found
    if lexicon.language == "en":
        return _weigh_english(first.lower(), second.lower(), lexicon)
    return _weigh_by_parts(first, second, lexicon)


def _weigh_by_book(first: str, second: str, lexicon: Lexicon) -> Weighed | None:
    """Return what the book has elsewhere: the word itself, or others that begin so."""
    whole, hyphenated = (first + second).lower(), f"{first}-{second}".lower()
    with_hyphen, without = (_seen(form, lexicon) for form in (hyphenated, whole))
    if second[0].islower() and lexicon.droppable.isdisjoint(forms_of(whole.replace("-", ""), lexicon.language)):
        # It has the word with a capital behind the hyphen: `Maus-Klick` says nothing of `Mausklick`.
        with_hyphen = 0
    if lexicon.language == "de" and second.split("-")[0].istitle():
        without = 0
    if with_hyphen and lexicon.zipf(whole) == 0 and without == 1:
        # No list has it so: another hyphen that was lost.
        without = 0
    if with_hyphen or without:
        return with_hyphen > without, 0.99 if not (with_hyphen and without) else 0.9
    with_hyphen, without = _of_family(whole, len(first), lexicon)
    if with_hyphen > without:
        return True, 0.985 if with_hyphen >= 2 + 2 * without else 0.9
    last = first.split("-")[-1]
    found = _weigh_by_book(last, second, lexicon) if last not in ("", first) else None
    return found if found and found[0] else None


def _weigh_by_form(first: str, second: str, lexicon: Lexicon) -> Weighed | None:
    """Return what capitals, scripts and little words say."""
    capitals = len(first) > 1 and first.split("-")[-1].isupper() and second.isupper()
    if capitals and min(map(lexicon.zipf, (first, second))) >= max(2, lexicon.zipf(first + second) + 1):
        return True, 0.8
    if second[0].islower() and is_latin(first[-1]) != is_latin(second[0]):
        return True, 0.985
    if second[0].isupper() and not capitals:
        # German nouns have capitals where they are joined, and nothing else has one inside.
        return True, 0.985 if lexicon.language == "de" and second.split("-")[0].istitle() else 0.97
    always = ALWAYS.get(lexicon.language)
    if (always and always.fullmatch(f"{first}-{second}".lower())) or _leans(first, second, lexicon):
        return True, 0.985
    return (True, 0.985) if both_adjectives(first, second, lexicon) else None


def _weigh_by_parts(first: str, second: str, lexicon: Lexicon) -> Weighed:
    """Return what the two words say that a hyphen of its own would stand between."""
    last, following = first.split("-")[-1].lower(), second.split("-")[0].lower()
    piece = lexicon.zipf(last + following)
    if lexicon.zipf(first + second) > 0 or ("-" in first + second and piece >= 2):
        return False, 0.985
    compounds = lexicon.language in COMPOUNDING
    if not piece and not compounds and lexicon.zipf(following) >= 2:
        if lexicon.leads[last] >= 2 and lexicon.leads[last] > lexicon.joined(last):
            return True, 0.97
        if "-" in first + second and min(lexicon.zipf(last), lexicon.zipf(following)) >= 2.5:
            return True, 0.9
    if _is_model(second, lexicon):
        return True, 0.97
    if not piece and lexicon.zipf(second) >= 5.5:
        return False, 0.9  # A little word, before which the hyphen may stand for a part left out.
    if not _may_be_words(last, following, lexicon):
        return False, 0.985
    return False, 0.985 if lexicon.language == "de" and first.split("-")[-1].istitle() else 0.95 if compounds else 0.9


def _may_be_words(first: str, second: str, lexicon: Lexicon) -> bool:
    """Tell whether both halves are words: the ends of lines mostly leave syllables."""
    return all(lexicon.zipf(half) >= 1 or lexicon.counts[half] > 1 for half in (first, second))


def is_latin(letter: str) -> bool:
    """Tell whether a letter is of the Latin script."""
    return unicodedata.name(letter, "").startswith("LATIN")


ALWAYS = {
    "fr": re.compile(
        r"(?:au|par)-(?:de(?:ss[uo]u?s|là|vant|hors)|ci|là)|peut-être|là-(?:bas|haut|dedans)|ci-(?:après|dess[ou]+s|contre|devant|joint\w*|inclus\w*)|(?:est-)?à-dire"
        r"|vis-à-vis|demi-\w+|quelques-un\w+|(?:est|était|serait|sera|fût|sont)-ce(?:-pas)?"
    ),
    "pt": re.compile(r"não-\w{3,}"),
    "ru": re.compile(
        r"кое-\w+|\w+-(?:либо|нибудь)|(?:кто|ко[гм]о?у?|кем|что|че[гм]о?у?|где|когда|как|от?куда|почему|зачем|как[оаи]\w+)-то"
        r"|из-(?:за|под)|по-\w+(?:ски|цки)|чуть-чуть|мало-помалу|во-первых|во-вторых|в-третьих|наконец-то"
        r"|по-(?:настоящ|прежн|сво|мо|тво|наш|ваш|хорош)ему|по-(?:разн|друг|нов|стар|ин|видим)ому"
    ),
}
"""Words that these languages never write without their hyphen."""
COMPOUNDING = frozenset(("da", "de", "fi", "hu", "is", "nb", "nl", "sv"))
"""Languages that write compounds as one word: they have more of them than any list."""
_PARTED = frozenset(("self", "so", "no", "half", "ex", "non", "anti"))
"""First halves behind which English has a hyphen, unless the whole is a common word."""
_CLOSED = frozenset(("here", "there", "where", "hence", "thence", "whence", "pre", "pro"))
"""First halves that English writes together with what follows."""


def _weigh_english(first: str, second: str, lexicon: Lexicon) -> tuple[bool, float]:
    """Return the same as `weigh_hyphen` by the words of the language, in which two words often share a hyphen.

    The figures are those of 20,976 places where words of a dozen English texts might be cut, each seen once.
    """
    last, following = first.split("-")[-1], second.split("-")[0]
    known = lexicon.zipf(first + second)
    least = min(lexicon.zipf(last), lexicon.zipf(following))
    if ("-" in first or "-" in second) and lexicon.zipf(last + following) >= 2:
        return False, 0.985
    if NUMBER.match(first + second) or (first in _PARTED and known < 3 and lexicon.zipf(following) >= 2):
        return True, 0.985 if first != "half" else 0.95
    if first in _CLOSED or min(len(last), len(following)) < 3:
        return False, 0.985 if known else 0.9
    habit = lexicon.zipf(following) >= 2 and lexicon.leads[last] >= 2 and lexicon.leads[last] > lexicon.joined(last)
    if habit and (not known or last in AFFIXES or len(last) < 3):
        return (True, 0.95) if known < 3 else (False, 0.7)
    if not AFFIXES.isdisjoint((first, second)):
        common = least >= 4.5 and not known
        return common, 0.8 if common or not known or least - known >= 3 else 0.985
    if known:
        # Lists of words hold compounds without the hyphen that they are mostly written with: `shortlived`.
        ahead = least - known
        return (True, 0.75) if ahead >= 2.8 else (False, 0.75 if ahead >= 1.8 else 0.985)
    if _is_model(second, lexicon):
        return True, 0.97
    if not lexicon.zipf(following) and lexicon.counts[following] <= 1 and lexicon.zipf(last) >= 2:
        return False, 0.985
    if least >= 2.5:
        return True, 0.95 if least >= 3.5 else 0.8
    longer = len(following) >= 6 and least >= 1.5 and lexicon.zipf(last) >= 2.5
    return (True, 0.8) if longer else (False, 0.9)


def _is_model(second: str, lexicon: Lexicon) -> bool:
    """Tell whether the book has two words with this half behind a hyphen."""
    return sum(word.endswith(f"-{second}".lower()) for word in lexicon.hyphenated.values()) >= 2


_ENDINGS = {
    "en": ("s",),
    "de": ("e", "en", "er", "es", "em", "n", "s"),
    "nl": ("e", "en", "s"),
    "fr": ("s", "e", "es"),
    "es": ("s", "es"),
    "pt": ("s", "es"),
    "ru": ("а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах", "и", "я", "ю", "ем", "ой", "ая", "ые", "ых", "ого"),
}
"""What a word of each language may have at its end besides, or lack."""


def forms_of(word: str, language: str) -> list[str]:
    """Return the word with other endings, itself first."""
    endings = _ENDINGS.get(language, ("s",))
    stems = [word, *(word[: -len(e)] for e in endings if word.endswith(e) and len(word) > len(e) + 3)]
    return list(dict.fromkeys([*stems, *(stem + e for stem in stems for e in endings)]))


def _seen(word: str, lexicon: Lexicon) -> int:
    """Return how often the book has the word; with other endings, where it does not have it as it is."""
    own = lexicon.counts[word]
    return own or sum(lexicon.counts[form] for form in forms_of(word, lexicon.language)[1:])


def _of_family(whole: str, cut: int, lexicon: Lexicon) -> tuple[int, int]:
    """Return how many words of the book that begin so have a hyphen at the cut, and how many have none."""
    family = lexicon.families.get(whole[: cut + STEM])
    return family[1:] if family and family[0] == cut else (0, 0)


_LEANING = {
    "fr": frozenset(
        [
            *("il", "ils", "elle", "elles", "on", "je", "tu", "nous", "vous", "ce", "moi", "toi", "lui", "leur", "là"),
            *("même", "mêmes", "ci", "dessus", "dessous", "delà", "être", "le", "la", "les", "y", "en"),
        ]
    ),
    "pt": frozenset(("se", "me", "te", "lo", "la", "los", "las", "lhe", "lhes", "nos", "vos", "o", "a", "os", "as")),
    "ca": frozenset(("se", "me", "te", "lo", "la", "los", "les", "ho", "hi", "ne", "nos", "vos")),
}
"""Pronouns and such that lean on the word before, behind a hyphen: `dit-il`, `chamava-se`."""


def _leans(first: str, second: str, lexicon: Lexicon) -> bool:
    """Tell whether the second half leans on a word and the two are none together."""
    return (
        second.lower() in _LEANING.get(lexicon.language, ())
        and lexicon.zipf(first) >= 2
        and lexicon.zipf(first + second) < 2
        and len(first) > 1
    )


def both_adjectives(first: str, second: str, lexicon: Lexicon) -> bool:
    """Tell whether German joins two adjectives: `kritisch-utopistisch`, never without the hyphen."""
    return (
        lexicon.language == "de"
        and first.lower().endswith(("isch", "lich"))
        and re.search(r"(?:isch|lich)(?:e[nrsm]?)?$", second) is not None
        and lexicon.zipf(first) >= 2
        and any(lexicon.zipf(form) >= 2 for form in forms_of(second, "de"))
    )
