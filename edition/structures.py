"""What paragraphs are besides prose: lists, tables, contents pages, epigraphs, and verse whose lines were run together.

Each rule wants good evidence, since a wrong one costs a paragraph; what has none stays a paragraph.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from edition.lexicon import Lexicon
from edition.shapes import Draft, classify
from edition.tables import cells
from edition.tape import Tape
from edition.verse import line_ends

_BULLET = re.compile(r"([•◦▪▫‣●○■□∙·]|[-*+](?=[ \t]))[ \t]*")
_HYPHEN = re.compile(r"[-*+]")
_NUMBER = re.compile(r"(\d{1,3})\.[ \t]+(?=\S)")
LONGEST_ITEM = 400
"""Characters: numbered paragraphs that are longer are theses, and stay paragraphs with their numbers."""
SHORT_ITEM = 120
"""Characters: items as short as this need no colon before them."""
_CONTENTS = re.compile(
    r"(?:table of )?contents|inhalt(?:sverzeichnis)?|table des mati[èe]res|sommaire|[íi]ndice(?: general)?|sum[aá]rio"
    r"|contenido|sommario|inhoud(?:sopgave)?|innehåll|spis treści|содержание|оглавление|περιεχόμενα|תוכן(?: העניינים)?"
    r"|المحتويات|الفهرس",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"(\S.*?)[\s.…·_]+(\d{1,3}|[ivxlc]{1,6})\.?", re.DOTALL)
_LED = re.compile(r"\S.*?(?:\.[ \t]?){3,}[ \t]*(?:\d{1,3}|[ivxlc]{1,6})", re.DOTALL)
_ATTRIBUTION = re.compile(r"(?:—|–|--|-(?=\s))\s*(?=[^\W\d_a-zß-öø-ÿ])\S[^\n]{2,90}")
EPIGRAPH = 700
"""Characters that an epigraph has at most."""


def tell_structures(drafts: list[Draft], lexicon: Lexicon) -> list[Draft]:
    """Return the drafts with all that is not plain prose told, some cut in parts; their characters stay the same."""
    told = classify(tell_lists(tell_marked_quotations(tell_tables(tell_contents(drafts)))))
    return _moved_breaks(tell_joined_verse(tell_epigraphs(_titled(told)), lexicon))


def _moved_breaks(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with the beginnings of pages that stand in contents moved to what is printed after them."""
    moved: list[Draft] = []
    pending = 0
    for draft in drafts:
        if draft.kind == "contents":
            pending = next((folio for _, folio in draft.breaks), 0) or pending
        elif pending and draft.kind != "break":
            at_start = any(at == 0 for at, _ in draft.breaks)
            moved.append(draft if at_start else replace(draft, breaks=((0, pending), *draft.breaks)))
            pending = 0
            continue
        moved.append(draft)
    return moved


def _titled(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with the short paragraphs that the contents name told as headings."""
    entries = {
        _bare(m.group(1) if (m := _ENTRY.fullmatch(line.strip())) else line)
        for draft in drafts
        if draft.kind == "contents"
        for line in draft.tape.text.split("\n")
    }
    return [
        replace(d, kind="heading", level=1)
        if d.kind == "paragraph" and len(d.tape.text) < 120 and _bare(d.tape.text) in entries - {""}
        else d
        for d in drafts
    ]


def tell_marked_quotations(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with blocks told as quotations whose every line begins with `>`, as Markdown marks them."""
    told: list[Draft] = []
    for draft in drafts:
        text = draft.tape.text
        if draft.kind != "paragraph" or re.fullmatch(r"(?:[ \t]*>[^\n]*(?:\n|$))+", text) is None:
            told.append(draft)
            continue
        cuts = [0, *(m.end() for m in re.finditer(r"\n[ \t]*>[ \t]*\n", text)), len(text)]
        told += [replace(part(draft, a, b), kind="quote") for a, b in pairwise(cuts)]
    return told


def part(draft: Draft, start: int, end: int) -> Draft:
    """Return the part of a draft from `start` to `end` of its tape, with what belongs there."""
    tape = draft.tape
    gaps = tuple((at - start, span) for at, span in tape.gaps if start <= at < end)
    return replace(
        draft,
        tape=Tape(tape.text[start:end], tape.at[start:end], gaps),
        breaks=tuple((max(0, at - start), folio) for at, folio in draft.breaks if start <= at < end),
        italics=tuple((a - start, b - start) for a, b in draft.italics if start <= a and b <= end),
        marks=tuple((a - start, b - start) for a, b in draft.marks if start <= a and b <= end),
    )


def by_lines(draft: Draft, begins: Callable[[str], object]) -> list[Draft]:
    """Return a draft cut before each of its lines that begins something."""
    text = draft.tape.text
    starts = [m.end() for m in re.finditer(r"\n[ \t]*", text) if begins(text[m.end() :])]
    cuts = [0, *starts, len(text)]
    parts = []
    for a, b in pairwise(cuts):
        end = a + len(text[a:b].rstrip())
        parts.append(part(draft, a, end))
    return parts


def tell_lists(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with the items of lists told from paragraphs, a block of several items cut into them."""
    cut = [one for draft in drafts for one in _cut_items(draft)]
    told = list(cut)
    n = 0
    while n < len(cut):
        run = _run(cut, n)
        if run and _is_list(cut, n, run):
            for k in range(n, n + run):
                told[k] = _item(cut[k])
        n += max(run, 1)
    return told


def _cut_items(draft: Draft) -> list[Draft]:
    """Return a draft cut into items, if all of its lines that could begin one do so in order."""
    if draft.kind != "paragraph" or "\n" not in draft.tape.text:
        return [draft]
    for begins in (_BULLET.match, _NUMBER.match):
        parts = by_lines(draft, begins)
        if len(parts) > 1 and _run(parts[1:], 0) == len(parts) - 1:
            whole = _run(parts, 0) == len(parts)
            if whole or (parts[0].tape.text.rstrip().endswith(":") and not begins(parts[0].tape.text)):
                return parts
    return [draft]


def _run(drafts: list[Draft], first: int) -> int:
    """Return how many drafts from `first` begin with the same bullet, or with numbers that run on."""
    count, number, bullet = 0, 0, ""
    for draft in drafts[first:]:
        if draft.kind != "paragraph":
            break
        b, m = _BULLET.match(draft.tape.text), _NUMBER.match(draft.tape.text)
        if b is not None and b.end() < len(draft.tape.text) and not number and bullet in ("", b.group(1)):
            bullet = b.group(1)
        elif m is not None and not bullet and int(m.group(1)) == (number + 1 if number else int(m.group(1))):
            number = int(m.group(1))
        else:
            break
        count += 1
    return count


def _is_list(drafts: list[Draft], first: int, run: int) -> bool:
    """Tell whether paragraphs that begin like items are a list: short, and announced or as many as no chance gives."""
    texts = [draft.tape.text for draft in drafts[first : first + run]]
    before = drafts[first - 1].tape.text.rstrip() if first else ""
    announced = before.endswith(":")
    if run < 2 or max(map(len, texts)) > LONGEST_ITEM:
        return False
    if _HYPHEN.match(texts[0]):
        # In many languages a dash opens what somebody says: full sentences after it are speech.
        spoken = sum(re.search(r"[.!?…»”\"]\s*$", text) is not None for text in texts)
        return spoken == 0 or (announced and texts[0][0] != "-")
    if _BULLET.match(texts[0]):
        return True
    numbered = _NUMBER.match(texts[0])
    begins = numbered is not None and numbered.group(1) == "1"
    return begins and (announced or (run >= 3 and sorted(map(len, texts))[run // 2] <= SHORT_ITEM))


def _item(draft: Draft) -> Draft:
    text = draft.tape.text
    number = _NUMBER.match(text)
    marker = number or _BULLET.match(text)
    assert marker is not None
    return replace(draft, kind="item", level=int(number.group(1)) if number else 0, marker=marker.end())


def tell_contents(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with a contents page told from the text: its title, and entries that end in page numbers.

    Without the numbers the entries must be headings of the book. The edition makes its own.
    """
    titles = {_bare(d.tape.text) for d in drafts if len(d.tape.text) < 120}
    told = list(drafts)
    for n, draft in enumerate(drafts):
        if _CONTENTS.fullmatch(draft.tape.text.strip("#*_ .:\n")):
            entries = _entries(drafts, n + 1, titles)
            if len(entries) >= 1 and sum(drafts[k].tape.text.strip().count("\n") + 1 for k in entries) >= 2:
                for k in (n, *entries):
                    told[k] = replace(drafts[k], kind="contents")
        elif told[n].kind == "paragraph" and _all_led(draft.tape.text):
            told[n] = replace(draft, kind="contents")
    return _led_runs(told)


def _all_led(text: str) -> bool:
    lines = text.strip().split("\n")
    return len(lines) >= 3 and all(_LED.fullmatch(line.strip()) for line in lines)


def _led_runs(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with runs of three and more entries with dot leaders told as contents, titled or not."""
    led = [d.kind == "paragraph" and _LED.fullmatch(d.tape.text.strip()) is not None for d in drafts]
    told = list(drafts)
    for n in range(len(drafts) - 2):
        if all(led[n : n + 3]):
            for k in range(n, n + 3):
                told[k] = replace(drafts[k], kind="contents")
    return told


def _entries(drafts: list[Draft], first: int, titles: set[str]) -> list[int]:
    """Return the drafts from `first` on that are entries of the contents."""
    found: list[int] = []
    numbered = False
    for n in range(first, min(first + 60, len(drafts))):
        lines = [line.strip() for line in drafts[n].tape.text.strip().split("\n")]
        paged = all(len(line) < 120 and _ENTRY.fullmatch(line) for line in lines)
        again = all(_bare(line) in titles and _again(drafts, n, line) for line in lines)
        if drafts[n].kind != "paragraph" or not (paged or (again and not numbered)):
            break
        numbered = numbered or paged
        found.append(n)
    return found


def _again(drafts: list[Draft], n: int, line: str) -> bool:
    """Tell whether a line stands again after draft `n`, as a heading of its own."""
    return any(_bare(d.tape.text) == _bare(line) for d in drafts[n + 1 :] if len(d.tape.text) < 120)


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


# ---- epigraphs


def tell_epigraphs(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with what stands above an author's name told as quoted, under a heading or in marks."""
    told = list(drafts)
    for n in range(1, len(drafts)):
        said, text = told[n - 1], drafts[n].tape.text.strip()
        named = _ATTRIBUTION.fullmatch(text) is not None and not text.endswith(("?", "!"))
        if not named or drafts[n].kind not in ("paragraph", "heading"):
            continue
        under = n == 1 or told[n - 2].kind == "heading" or _quoted(said)
        if under and said.kind not in ("break", "contents", "table") and len(said.tape.text) <= EPIGRAPH:
            told[n - 1] = said if said.kind == "verse" else replace(said, kind="quote")
            told[n] = replace(drafts[n], kind="quote")
    return told


def _quoted(draft: Draft) -> bool:
    text = draft.tape.text.strip("*_ \n")
    return text[:1] in tuple('"“„«‘') and text[-1:] in tuple('"”“»’')


def tell_tables(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with tables told from paragraphs: rows between pipes, or columns that spaces keep apart."""
    return [replace(d, kind="table") if d.kind == "paragraph" and cells(d.tape.text) else d for d in drafts]


def tell_joined_verse(drafts: list[Draft], lexicon: Lexicon) -> list[Draft]:
    """Return the drafts with verse told whose lines an extraction ran together, with the places of its line ends."""
    return [
        replace(d, kind="verse", turns=turns)
        if d.kind in ("paragraph", "quote") and "\n" not in d.tape.text and (turns := line_ends(d.tape.text, lexicon))
        else d
        for d in drafts
    ]
