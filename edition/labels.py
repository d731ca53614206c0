"""Marks and labels of notes in text: what they say, and which blocks have a label that is no more than a figure."""

import re
from collections import Counter

_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SUPERSCRIPT = r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}"
_LATEX = (
    r"\$[\s{}^\\]*(?:(?:rm|text|mathrm|mathit|textsuperscript)\b[\s{}^\\]*)?"
    r"(?:\d{1,3}|\*{1,3}|ddag(?:ger)?|dag(?:ger)?|[†‡§])[\s}]*\$+"
)
_TAGGED = r"<sup>\s*(?:\d{1,3}|[*†‡§]{1,3})\s*</sup>"
_BRACKETED = r"\[\^?(?:\d{1,3}|[*†‡§]{1,3})\](?!\()"
_CARET = r"\^(?:\d{1,3}|\{\d{1,3}\})"
_DAGGER = r"[†‡§]{1,3}"
MARK = re.compile(f"{_SUPERSCRIPT}|{_LATEX}|{_TAGGED}|{_BRACKETED}|{_CARET}|{_DAGGER}")
"""A note mark as extractors leave it: `³`, `$^{^{\\rm 3}$`, `<sup>3</sup>`, `[3]`, `^3`, `†`."""


def read_label(mark: str) -> str:
    r"""Return what a mark says, without the noise around it: `$^{^{\rm 5}$` says `5`."""
    plain = mark.translate(_DIGITS)
    digits = re.search(r"\d{1,3}", plain)
    if digits:
        return digits.group()
    if "ddag" in plain:
        return "‡"
    if "dag" in plain:
        return "†"
    signs = re.search(r"[*†‡§]+", plain)
    return signs.group() if signs else plain


def lone_stars(text: str) -> list[tuple[int, int]]:
    """Return where asterisks stand that enclose no words: behind one, with none open. They may call notes."""
    found: list[tuple[int, int]] = []
    opened = 0
    for m in re.finditer(r"\*+", text):
        start, end = m.span()
        opens = _may_open(text, start) and end < len(text) and not text[end].isspace()
        if opens and not opened:
            opened = end - start
        elif opened and text[start - 1].isspace():
            continue
        else:
            first = min(end, start + opened)
            opened = 0
            if first < end and start > 0 and not text[start - 1].isspace():
                found.append((first, end))
    return found


_CLOSERS = ".,;:!?…)]”’»\"'"


def _may_open(text: str, at: int) -> bool:
    """Tell whether emphasis may begin here: behind no word and no stop, nor behind a quotation mark that closes."""
    while at and text[at - 1] in "\"'":
        at -= 1
    return at == 0 or not (text[at - 1].isalnum() or text[at - 1] in _CLOSERS)


_WEAK_LABEL = {
    "dot": re.compile(r"(\d{1,3})[.]\s+(?=\S)"),
    "close": re.compile(r"(\d{1,3})\)[.]?\s+(?=\S)"),
    "round": re.compile(r"\((\d{1,3})\)[.]?\s+(?=\S)"),
    "bare": re.compile(r"(\d{1,3})\s+(?=[^\W\d_]|[\"“„«*(])"),
}
"""Labels that other things begin with, too: items of a list, verses, years of a chronicle."""
_CALL = re.compile(
    r"(?:(?<=[^\W\d_]{2})|(?<=[^\s\d][.,;:!?…\"”’'»“)*]))(?:(\d{1,3})(?![\w*])(?![.,:]\d)|\s?\((\d{1,3})\))"
)
"""Figures behind a word or the punctuation after one that may call notes; neither `H2O` nor `5.3`."""
FEWEST_ANSWERED = 0.6
"""How many of a form's labels must be called from the text for its blocks to be notes, wherever they are called."""
FEWEST_OF_WHOLE = 0.4
"""The same where the labels are numbers that nothing but notes would have, one by one over all the text."""
FEWEST_NEAR, NEAR = 0.1, 12
"""How many must be called from the blocks right before their own, and how many blocks are: figures glued to words above
the very block that begins with them are hardly there by chance. Extractions lose up to 70 % of the marks."""
FEWEST_PARTING = 0.2
"""How many must stand where a sentence breaks off to be notes that the text may not call at all any more."""
LONG = 12
"""Words of the longest heading."""
_ENDED = re.compile(r"[.!?…][\"'”’»“)\]*]*$")
_CLOSED = re.compile(r"[.!?…:][\"'”’»“)\]*]*$")
TITLE = re.compile(
    r"[#*\s]*(?:notes?|footnotes|endnotes|anmerkungen|fu(?:ß|ss)noten|endnoten|noten|notas|przypisy|noter"
    r"|примечания|сноски|(?:υπο)?σημειώσεις)[.:*\s]*",
    re.IGNORECASE,
)
"""What stands over notes that are gathered at the end."""
Labelled = tuple[int, re.Match[str]]


def tell_plain_labels(texts: list[str], sure: list[str]) -> dict[int, re.Match[str]]:
    """Return the blocks that are notes though their label is no more than a figure, each with its label's match.

    `texts` are those of the blocks, empty where one is no text; `sure` are the labels of the notes that are known.
    """
    labelled = {
        n: (form, m) for n, text in enumerate(texts) for form, p in _WEAK_LABEL.items() if text and (m := p.match(text))
    }
    calling = [called_by(text, labelled[n][1].end() if n in labelled else 0) for n, text in enumerate(texts)]
    calls = Counter(label for own in calling for label in own)
    calls -= Counter(sure)
    forms = {form: [(n, m) for n, (other, m) in labelled.items() if other == form] for form in _WEAK_LABEL}
    shares = {form: _answered(own, calls) / max(1, len(own)) for form, own in forms.items()}
    told: dict[int, re.Match[str]] = {}
    taken = frozenset(sure) if len(set(sure)) == len(sure) else frozenset[str]()
    # The form that marks call most surely takes its calls first: a list has low numbers, too.
    for form in sorted(forms, key=lambda form: -shares[form]):
        own = forms[form]
        several = form != "bare" or _answered(own, calls) > 1
        # Lists are numbered with a stop or a bracket: what has a bare figure is all notes, or none of it is.
        whole = bool(own) and _is_whole(own) and (shares[form] >= FEWEST_OF_WHOLE or _part_sentences(own, texts))
        all_are = form == "bare" and (whole or _are_called_near(own, texts, calling) or _fill_up(own, sure, texts))
        for run in [own] if all_are else _rising(own, calls):
            if all(m.group(1) in taken for _, m in run):
                # Through a book each note has a number of its own: this is an item of a list.
                continue
            answered = _answered(run, calls)
            widely = several and answered and answered >= FEWEST_ANSWERED * len(run)
            titled = answered and run[0][0] and TITLE.fullmatch(texts[run[0][0] - 1])
            if all_are or widely or titled or _are_called_near(run, texts, calling):
                calls -= Counter(m.group(1) for _, m in run)
                told |= dict(run)
    return told


def _are_called_near(run: list[Labelled], texts: list[str], calling: list[list[str]]) -> bool:
    """Tell whether enough labels of a run are called from right before their blocks, which read as notes do.

    They end as sentences do, as headings with a number do not.
    """
    called = sum(any(m.group(1) in own for own in calling[max(0, n - NEAR) : n]) for n, m in run)
    ended = sum(_ENDED.search(texts[n]) is not None for n, _ in run)
    return called >= max(2, FEWEST_NEAR * len(run)) and ended >= 0.8 * len(run)


def _part_sentences(own: list[Labelled], texts: list[str]) -> bool:
    """Tell whether blocks stand where sentences break off and go on behind, as notes do that were at a page's foot."""
    places = {n for n, _ in own}
    parted = 0
    for n in places:
        before = next((texts[k] for k in range(n - 1, -1, -1) if k not in places and texts[k]), "")
        behind = next((texts[k] for k in range(n + 1, len(texts)) if k not in places and texts[k]), "")
        # Headings have no stops at their ends either, and are short.
        goes_on = behind[:1].islower() or len(before.split()) > LONG
        parted += bool(before and behind) and not _CLOSED.search(before) and goes_on
    ended = sum(_ENDED.search(texts[n]) is not None for n in places)
    return parted >= max(2, FEWEST_PARTING * len(own)) and ended >= 0.8 * len(own)


def _fill_up(own: list[Labelled], sure: list[str], texts: list[str]) -> bool:
    """Tell whether labels and those of sure notes make one numbering without a gap, some of each, and read as notes."""
    numbers = [int(m.group(1)) for _, m in own]
    known = [int(label) for label in sure if label.isdigit()]
    ended = all(_ENDED.search(texts[n]) for n, _ in own)
    return ended and bool(own and known) and sorted(numbers + known) == list(range(1, len(numbers + known) + 1))


def _answered(own: list[Labelled], calls: Counter[str]) -> int:
    """Return how many of the labels are called."""
    return sum((Counter(m.group(1) for _, m in own) & calls).values())


def _is_whole(own: list[Labelled]) -> bool:
    """Tell whether labels are the numbers from 1 on, each once and few missing, and stand apart, as no list does."""
    numbers = {int(m.group(1)) for _, m in own}
    places = [n for n, _ in own]
    return len(numbers) == len(own) >= max(4, 0.8 * max(numbers)) and places[-1] - places[0] > 2 * len(own)


def _rising(own: list[Labelled], calls: Counter[str]) -> list[list[Labelled]]:
    """Return the stretches in which the numbers rise, those that most marks call first, and of equal ones the last.

    A list has the numbers of notes, too, but stands for itself.
    """
    runs: list[list[Labelled]] = []
    for n, m in own:
        if not runs or int(m.group(1)) <= int(runs[-1][-1][1].group(1)):
            runs.append([])
        runs[-1].append((n, m))
    return sorted(runs, key=lambda run: (-sum(calls[m.group(1)] > 0 for _, m in run), -run[0][0]))


def called_by(text: str, start: int = 0) -> list[str]:
    """Return the labels that the marks and bare figures of a block call, from a character on."""
    calls = [m.group(1) or m.group(2) for m in _CALL.finditer(text, start)]
    return [read_label(m.group()) for m in MARK.finditer(text, start)] + calls


def find_calls(texts: list[str], labels: set[str]) -> list[frozenset[str]]:
    """Return the labels that each text's marks call, or its bare figures where there is no mark at all.

    A bare figure or asterisk is a mark only where it is one of the `labels` that the notes have.
    """
    marks = [
        frozenset(read_label(m.group()) for m in MARK.finditer(text))
        | (frozenset(text[start:end] for start, end in lone_stars(text)) & labels)
        for text in texts
    ]
    return marks if any(marks) else [frozenset(called_by(text)) & labels for text in texts]
