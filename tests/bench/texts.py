"""Texts whose truth is known: excerpts of those in `dev/`, and prose put together from phrases in six other languages.

The made prose says nothing; what counts is its sentences, capitals, quotation marks, accents and words to hyphenate.
"""

import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

from tests.bench.phrasebook import PHRASES, Phrases

DEV = Path(__file__).resolve().parent / "dev"
MADE = tuple(PHRASES)
BROKEN = re.compile(r"(\w[a-zäöüß])- ((?!und |oder )[a-zäöüß])")
CALL = re.compile(r"\[\^(\d+)\]")


@dataclass
class Text:
    """What is printed, in the form of `truth.json`, and the labels that its notes are printed with."""

    language: str
    ident: str
    title: str
    subtitle: str
    author: str
    year: str
    blocks: list[dict[str, str]]
    notes: dict[str, str]
    labels: dict[str, str] = field(default_factory=dict)

    def truth(self) -> dict[str, object]:
        """Return the text as `score.py` reads it."""
        return {
            "lang": self.language,
            "id": self.ident,
            "title": self.title,
            "subtitle": self.subtitle,
            "author": self.author,
            "year": self.year,
            "blocks": self.blocks,
            "notes": self.notes,
        }


@cache
def _truths() -> dict[str, dict]:
    found: dict[str, dict] = {}
    for path in sorted(DEV.glob("*/truth.json")):
        # The German text carries line ends of the edition that it was taken from.
        mended = BROKEN.sub(r"\1\2", path.read_text(encoding="utf-8"))
        truth = json.loads(mended)
        found.setdefault(truth["id"], truth)
    return found


def names() -> list[str]:
    """Return the names of all texts there are to take excerpts of, the made ones by their language."""
    return [*sorted(_truths()), *MADE]


def make_text(name: str, words: int, density: float, rng: Random) -> Text:
    """Return about so many words of a text with at least so many notes to 1,000 words, numbered from 1."""
    text = _made(name, words, rng) if name in PHRASES else _excerpt(_truths()[name], words, rng)
    _add_notes(text, density, rng)
    _renumber(text)
    return text


def _excerpt(truth: dict, words: int, rng: Random) -> Text:
    blocks = truth["blocks"]
    lengths = [len(block["text"].split()) for block in blocks]
    starts = [i for i in range(len(blocks)) if sum(lengths[i:]) >= words or i == 0]
    heads = [i for i in starts if blocks[i]["kind"] == "heading"]
    first = rng.choice(heads if heads and rng.random() < 0.6 else starts)
    last = first
    while last < len(blocks) and sum(lengths[first:last]) < words:
        last += 1
    kept = [dict(block) for block in blocks[first:last]]
    called = {number for block in kept for number in CALL.findall(block["text"])}
    notes = {number: note for number, note in truth["notes"].items() if number in called}
    return Text(
        truth["lang"], truth["id"], truth["title"], truth["subtitle"], truth["author"], truth["year"], kept, notes
    )


def _sentence(p: Phrases, rng: Random) -> str:
    name = f"{rng.choice(p.names)} {rng.choice(p.surnames)} {rng.choice(p.surnames)}"
    who = f", {p.like} {name}," if rng.random() < 0.75 else ""
    text = f"{rng.choice(p.subjects)}{who} {rng.choice(p.predicates)}"
    shape = rng.random()
    if shape < 0.75:
        text += f" {rng.choice(p.tails)}"
    if shape < 0.4:
        text += f", {rng.choice(p.tails)}"
    if rng.random() < 0.3:
        text = f"{rng.choice(p.openings)} {text}"
    if rng.random() < 0.08:
        text = text.replace(" ", " *", 1)
        head, _, rest = text.partition(" *")
        word, _, rest = rest.partition(" ")
        text = f"{head} *{word}* {rest}"
    if rng.random() < 0.12:
        return f"{p.left}{text[0].upper()}{text[1:]}{p.right}, {p.said}."
    return text[0].upper() + text[1:] + "."


def _made(name: str, words: int, rng: Random) -> Text:
    p = PHRASES[name]
    blocks = [{"kind": "heading", "text": p.headings[0]}]
    count, heads = 0, 1
    while count < words:
        if heads < len(p.headings) and count > words * heads / len(p.headings):
            blocks.append({"kind": "heading", "text": p.headings[heads]})
            heads += 1
        text = " ".join(_sentence(p, rng) for _ in range(rng.choice((1, 2, 3, 4, 5, 6, 8))))
        blocks.append({"kind": "quote" if rng.random() < 0.04 else "p", "text": text})
        count += len(text.split())
    return Text(name, f"made-{name}", p.title, p.subtitle, p.author, "1871", blocks, {})


def _add_notes(text: Text, density: float, rng: Random) -> None:
    """Add notes after words until there are so many; a note stands after a sentence or a comma's part of one."""
    total = sum(len(block["text"].split()) for block in text.blocks)
    missing = int(density * total / 1000) - len(text.notes)
    spots = [i for i, block in enumerate(text.blocks) if block["kind"] == "p" and len(block["text"]) > 200]
    number = 1000
    for i in sorted(rng.choices(spots, k=missing)) if spots and missing > 0 else ():
        places = [m.end() for m in re.finditer(r"\w[.,;]”?(?= )", text.blocks[i]["text"])]
        if places:
            at = rng.choice(places)
            whole = text.blocks[i]["text"]
            if whole[:at].count("*") % 2 == 0 and not CALL.match(whole[at:]):
                text.blocks[i]["text"] = f"{whole[:at]}[^{number}]{whole[at:]}"
                text.notes[str(number)] = _note(text.language, rng)
                number += 1


def _note(language: str, rng: Random) -> str:
    if language in PHRASES:
        p = PHRASES[language]
        note = rng.choice(p.notes).format(rng.randint(2, 480))
        return f"{note} {_sentence(p, rng)}" if rng.random() < 0.4 else note
    pool = {"de": GERMAN, "en": ENGLISH}[language]
    short = rng.choice(pool).format(rng.randint(2, 480))
    return short if rng.random() < 0.6 else f"{short} {rng.choice(pool).format(rng.randint(2, 480))}"


ENGLISH = (
    "*Collected Papers*, vol. ii, p. {}.",
    "See the note to page {} of the second edition.",
    "Letter to his brother, printed in the *Monthly Review*, p. {}.",
    "This passage was added in the edition of 1868; compare p. {} of the first.",
    "The figures are taken from the report of the Commissioners, p. {}, and are, if anything, too low.",
    "So at least he was told by those who had been there; others deny it altogether (*Memoirs*, p. {}).",
    "Ibid., p. {}.",
)
GERMAN = (
    "*Gesammelte Schriften*, Bd. 2, S. {}.",
    "Vgl. die Anmerkung zu Seite {} der zweiten Auflage.",
    "Brief an den Bruder, abgedruckt in der *Monatsschrift*, S. {}.",
    "Die Zahlen sind dem Bericht der Kommission entnommen (S. {}) und eher zu niedrig.",
    "Ebenda, S. {}.",
    "Dieser Satz fehlt in der ersten Ausgabe; vgl. dort S. {}.",
)


def _renumber(text: Text) -> None:
    """Number the notes through from 1 in the order of their calls."""
    order = [number for block in text.blocks for number in CALL.findall(block["text"])]
    order = list(dict.fromkeys(order))
    new = {old: str(n) for n, old in enumerate(order, 1)}
    for block in text.blocks:
        block["text"] = CALL.sub(lambda m: f"[^{new[m[1]]}]", block["text"])
    text.notes = {new[old]: text.notes[old] for old in order}
    text.labels = {number: number for number in text.notes}
