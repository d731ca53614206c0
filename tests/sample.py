"""A small complete edition on a made-up source, for the tests of what is made from an edition."""

import hashlib
import random
import re
from collections import Counter
from dataclasses import dataclass, field, replace

from edition.apparatus import Apparatus, Emendation, InferredMark, Query, Slip
from edition.book import Arrangement, Book, Edition, Metadata
from edition.document import (
    Block,
    BlockQuote,
    Document,
    Emended,
    Emphasis,
    Heading,
    Inline,
    Kept,
    LineBreak,
    ListBlock,
    Note,
    PageBreak,
    Paragraph,
    SetAside,
    SmallCaps,
    Text,
    ThematicBreak,
    Verse,
    outlined,
    pieces_of,
)
from edition.source import Source, Span

Run = str | Inline


@dataclass
class Scribe:
    """Writes a source while its document is made, so that every character has its place in both."""

    parts: list[str] = field(default_factory=list)
    at: int = 0
    aside: list[SetAside] = field(default_factory=list)
    numbered: int = 0
    notes: int = 0

    def _write(self, text: str) -> Span:
        self.parts.append(text)
        self.at += len(text)
        return Span(self.at - len(text), self.at)

    def drop(self, text: str, why: str = "blank") -> None:
        self.aside.append(SetAside(self._write(text), why))

    def keep(self, text: str) -> Text:
        return Text((Kept(self._write(text)),))

    def emend(self, source: str, reading: str, rule: str = "word-end") -> Text:
        return Text((Emended(self._write(source), reading, rule),))

    def runs(self, *runs: Run) -> tuple[Inline, ...]:
        return tuple(self.keep(run) if isinstance(run, str) else run for run in runs)

    def block(self, runs: str) -> tuple[Inline, ...]:
        """Read tiny mark-up: `*em*`, `^small caps^`, `{wrong=right}`, `[[note|second paragraph]]`, `<7>`, `\\`."""
        found = self._read(runs)
        self.drop("\n\n")
        return found

    def _read(self, marked: str) -> tuple[Inline, ...]:
        out: list[Inline] = []
        plain = ""
        i = 0
        while i < len(marked):
            close = {"*": "*", "_": "_", "^": "^", "{": "}", "<": ">"}.get(marked[i])
            if marked.startswith("[[", i):
                close = "]]"
            if close is None and marked[i] != "\\":
                plain += marked[i]
                i += 1
                continue
            if plain:
                out.append(self.keep(plain))
                plain = ""
            if close is None:
                self.drop("\n")
                out.append(LineBreak())
                i += 1
                continue
            start = i + (2 if close == "]]" else 1)
            end = marked.index(close, start)
            out.append(self._special(marked[i], close, marked[start:end]))
            i = end + len(close)
        if plain:
            out.append(self.keep(plain))
        return tuple(out)

    def _special(self, mark: str, close: str, inner: str) -> Inline:
        if close == "]]":
            return self.note(*inner.split("|"))
        match mark:
            case "*" | "_":
                return Emphasis(self._read(inner))
            case "^":
                return SmallCaps(self._read(inner))
            case "{":
                return self.emend(*inner.split("=", 1))
            case _:
                return PageBreak(int(inner))

    def note(self, *paragraphs: str, inferred: bool = False) -> Note:
        self.notes += 1
        number = self.notes
        self.drop(f"({number}) ", "note mark")
        blocks: list[Block] = [Paragraph(self.block(paragraph)) for paragraph in paragraphs]
        return Note(number, str(number), tuple(blocks), inferred)

    def count(self) -> int:
        self.numbered += 1
        return self.numbered

    def para(self, marked: str, role: str = "") -> Paragraph:
        number = self.count()
        return Paragraph(self.block(marked), number, role)

    def line(self, marked: str, role: str = "") -> Paragraph:
        return Paragraph(self.block(marked), 0, role)

    def heading(self, marked: str, level: int = 1) -> Heading:
        return Heading(level, self.block(marked))

    def verse(self, *lines: str) -> Verse:
        number = self.count()
        return Verse(tuple(self.block(line) if line else () for line in lines), number)

    def source(self, name: str = "source.txt") -> Source:
        text = "".join(self.parts)
        return Source(name, text, hashlib.sha256(text.encode()).hexdigest())


def edition_of(
    scribe: Scribe,
    body: tuple[Block, ...],
    *,
    front: tuple[Block, ...] = (),
    back: tuple[Block, ...] = (),
    metadata: Metadata | None = None,
    apparatus: Apparatus | None = None,
) -> Edition:
    """Return an edition of what the scribe wrote."""
    source = scribe.source()
    document = Document(front, body, back, tuple(scribe.aside))
    empty = Apparatus((), (), (), (), (), (), len(source.text), 0, ())
    book = Book("sample", source)
    about = metadata or Metadata("A Sample", identifier="urn:uuid:3e3f1ad6-7a29-5d05-8bd9-a1d6b5f7f2f4")
    return Edition(book, about, document, apparatus or empty, Arrangement("none", 0, 0, (), 1.0))


def sample_edition() -> Edition:
    """Return a finished edition with every kind of node, list and part."""
    pen = Scribe()
    front = _front(pen)
    body = _first_part(pen) + _second_part(pen) + _third_part(pen)
    back = (
        pen.line("<12>The Lamp Street Library"),
        pen.line("Anti-Copyright"),
        pen.line("A. Corder\\The Lamplighters of Harrow\\A Short History of a Strike\\1987"),
        pen.line("Set again from the only copy, retrieved in May 2001."),
    )
    edition = edition_of(pen, body, front=front, back=back, metadata=_metadata())
    arrangement = Arrangement("saddle-cover", 12, 12, tuple(range(1, 13)), 0.97)
    return replace(edition, apparatus=_apparatus(edition.document), arrangement=arrangement)


def _metadata() -> Metadata:
    return Metadata(
        title="The Lamplighters of Harrow",
        subtitle="A Short History of a Strike",
        author="Ada Corder",
        author_sort="Corder, Ada",
        date="1987",
        language="en",
        rights="Anti-Copyright",
        publisher="The Lamp Street Library",
        identifier="urn:uuid:6b1d5f0e-93a1-5b64-9d53-0f6dfb1f3c55",
    )


def _front(pen: Scribe) -> tuple[Block, ...]:
    return (
        pen.line("<1>The Lamplighters of Harrow", "title"),
        pen.line("A Short History of a Strike", "subtitle"),
        pen.line("Ada Corder", "author"),
        pen.line("1987", "date"),
    )


def _first_part(pen: Scribe) -> tuple[Block, ...]:
    return (
        pen.heading("The Lamps Go Out"),
        pen.para(
            "<3>On the evening of the ninth of November 1911, at the hour when four hundred and twelve gas lamps "
            "should have been lit between the canal and the upper town, not one of them was. The men had met in the "
            "yard behind the gasworks, had heard three speeches and a reading of the accounts, and had gone home. "
            "“There was no shouting,” the *Harrow Observer* admitted the next day, “and no {confu-\nsion=confusion}; "
            "there was simply no light.”[[The *Harrow Observer*, 10 November 1911, p. 3. The paper came out that day "
            "on a single sheet, since its own compositors had worked by candle.]]"
        ),
        pen.para(
            "It is easy to make the episode smaller than it was. The lamplighters were thirty-one men out of a town "
            "of twenty thousand; their wages, as the council never tired of saying, came to less than was spent each "
            "year on the mayor’s carriage. But a town that has got used to walking home by lamplight is not the same "
            "town in the dark, and within a week every committee room in Harrow was full of people who had never "
            "before thought about who lights the lamps, with what money, and at whose word.[[This is the point of "
            "departure of E. Marsh, *Light and Labour: Municipal Gas before the War* (Harrow, 1953), still the only "
            "book on the subject. Marsh had the use of the minute books of the Lamp Committee, which were pulped in "
            "1961 when the gasworks closed, and so his quotations have become the source for everything that has "
            "been written since, this pamphlet included. He was a careful man, and where his figures can be checked "
            "against the council’s printed accounts they are right to the penny; but he was also the son of the "
            "committee’s last secretary, and where the minutes were unkind to the secretary he tends to summarise.|A "
            "second edition was announced in 1955 and never appeared.]]"
        ),
        pen.para("<4>The demands were read aloud at the gate and then nailed to it. They were three:"),
        ListBlock(
            (
                (pen.para("that the round of each man be no longer than sixty lamps;"),),
                (pen.para("that boots be found by the town, as they were for the police;"),),
                (pen.para("that no man be turned off without a hearing before his fellows."),),
            ),
            ordered=True,
        ),
        pen.para(
            "The third was the one that mattered, and everybody knew it. Alderman Pryce, who was not a stupid man, "
            "put it better than any of the strikers did when he told the full council what he thought it meant:"
        ),
        BlockQuote(
            (
                pen.para(
                    "“If we grant the boots, we have bought boots. If we grant the sixty lamps, we have bought a "
                    "little oil and a little time. But if we grant the hearing, gentlemen, we have let go of the "
                    "lamp-post altogether; for a man who cannot be dismissed by us is employed by somebody else, "
                    "whatever the pay-sheet says."
                ),
                pen.para("“And I should like to know by whom.”[[Quoted in Marsh, p. 88.]]"),
            )
        ),
        pen.para("By whom, indeed. It was a fair question, and the winter was spent in answering it.", "continued"),
    )


def _second_part(pen: Scribe) -> tuple[Block, ...]:
    return (
        pen.heading("Who Lights the Lamps?"),
        pen.heading("The committee of the wards", 2),
        pen.para(
            "<5>What happened next was not planned by anyone. In the third week of the strike the women of St Anne’s "
            "ward began to put candles in their front windows at dusk, and by agreement to leave them there till "
            "ten. Within days the practice had {spread  over=spread over} the whole of the lower town. A rota was "
            "drawn up, house by house; a fund was opened for those who could not buy candles; and since somebody had "
            "to keep the rota and the fund, each street sent one person to the school-room in Mill Lane on Friday "
            "nights. This was the whole constitution of the Committee of the Wards, which for eleven weeks governed "
            "the lighting of Harrow and, before it was done, a good deal else besides."
        ),
        pen.para(
            "Its rules, so far as it had any, are preserved on the back of a handbill for a performance of *The "
            "_Merry Wives_ of Windsor*.[[Now in the county record office, ^hro^ DX 114/7. The handbill is dated "
            "{1913=1912} in pencil, by a later hand; the performance was cancelled in any case, for want of light.]] "
            "Nobody might serve two months running. Whoever had spoken twice on a matter waited until everyone had "
            "spoken once. The key of the candle-store was kept by the youngest."
        ),
        pen.heading("A song and its uses", 2),
        pen.para(
            "<6>The committee had its song, too, made by one of the lamplighters and sung, it is said, to the tune "
            "of a hymn that the curate of St Anne’s was obliged to give up in consequence:"
        ),
        pen.verse(
            "The gas is out on Castle Hill,",
            "    The mayor has lost his way;",
            "He tumbled down the steps of *Mill*",
            "    And there we let him lay.",
            "",
            "For we have got a candle-end",
            "    And we have got a wall,",
            "And every neighbour is a friend",
            "    When there’s no light at all.[[Sung to me by Mrs Hannah Toller, aged ninety-one, in 1979.]]",
        ),
        pen.para(
            "One should not ask too much of such verses. But it is worth noticing what they take for granted: that "
            "the mayor’s way is one thing and the town’s another; that a wall and a candle-end are property enough; "
            "and that friendship is a matter of who is next door. A whole politics is in it, and those who sang it "
            "went on to act as though it were obvious."
        ),
        ThematicBreak(),
        pen.para(
            "<7>There were quarrels, of course. The tradesmen of the High Street, who had lamps of their own, wished "
            "the committee to forbid hawking after dark; the Temperance Hall wished it to close the public houses at "
            "nine; the carters wished to be paid for carrying candles, and were, at the rate of {2-3=2–3} pence a "
            "load. The minutes record all this with a kind of weary relish. “Resolved,” runs one entry, “that we are "
            "not the council, and that Mr Budge be told so again.”"
        ),
    )


def _third_part(pen: Scribe) -> tuple[Block, ...]:
    return (
        pen.heading("What Remained"),
        pen.para(
            "<9>The lamps were lit again on the second of February 1912. The men had their sixty lamps and their "
            "boots, and they had, in a form of words that took two solicitors a fortnight to find, their hearing. It "
            "lasted until the war. Then the lamps went out for other reasons, and when they came on again they were "
            "{electrict=electric}, and one man at a switch did the work of thirty-one.[[The switch-room is now a "
            "tea-shop. “What strikes the visitor,” says the guide-book, with a straight face, “is how little there "
            "is to see.” See also note 2.]]"
        ),
        pen.para(
            "It would be agreeable to report that the Committee of the Wards lived on, and in a manner of speaking "
            "it did. The burial club, the allotment society and the rent strike of 1922 all met in the same "
            "school-room, on the same evening, under very nearly the same rules; and of the twenty-three persons "
            "named in the rota of St Anne’s, at least fourteen appear again in one or another of them. Institutions "
            "are rarely abolished. They are more often put down somewhere, like a ladder, by people who mean to come "
            "back."
        ),
        pen.para("<10>Three things may be learned from the affair by anyone who is in want of a lesson."),
        ListBlock(
            (
                (
                    pen.para(
                        "First, that what is done every day and by nobody in particular is the last thing to be "
                        "noticed and the first to be missed."
                    ),
                ),
                (
                    pen.para(
                        "Secondly, that those who do it know how it is done, and that this is a greater power than "
                        "it looks."
                    ),
                    pen.para(
                        "The council had the lamps, the ladders and the law; what it had not got was anyone who knew "
                        "that the tap on the corner of Tenter Street turns the wrong way."
                    ),
                ),
                (pen.para("Thirdly, that it is as well to keep candles."),),
            )
        ),
        pen.para(
            "Alderman Pryce died in 1931, full of years. Among his papers was found a single candle-end, wrapped in "
            "a page of the *Observer*, and on it in his small upright hand the words: “By whom? By them.” The "
            "*statutes* of the burial club, which stategy and custom had by then made unreadable, were buried with "
            "him."
        ),
    )


def _apparatus(document: Document) -> Apparatus:
    pieces = list(pieces_of(document))
    aside = Counter[str]()
    for piece in document.set_aside:
        aside[piece.why] += len(piece.span)
    return Apparatus(
        emendations=(
            Emendation(3, 1, "confusion", "confu-\nsion", "word-end"),
            Emendation(9, 17, "electric", "electrict", "answer"),
        ),
        hyphens=(Emendation(5, 11, "school-room", "school-\nroom", "hyphen"),),
        marks=(InferredMark(4, 5, 12, "The Merry Wives of Windsor", 0.72),),
        queries=(
            Query(
                "mark",
                5,
                12,
                4,
                "The Merry Wives of Windsor.",
                "Windsor.",
                ("the tune of a hymn",),
                0.72,
                "the play is named here and the note is about its handbill",
            ),
            Query(
                "hyphen",
                5,
                11,
                None,
                "school-room",
                "school-room",
                ("schoolroom",),
                0.61,
                "both forms are found in books of the time",
            ),
        ),
        slips=(Slip(10, 24, "stategy", "strategy", "no such word; one letter is missing"),),
        silent=(
            ("straight quotation marks made curly", 38),
            ("line ends made spaces", 211),
            ("hyphens in ranges made en dashes", 1),
        ),
        kept=sum(len(piece.span) for piece in pieces if isinstance(piece, Kept)),
        emended=sum(len(piece.span) for piece in pieces if isinstance(piece, Emended)),
        set_aside=tuple(sorted(aside.items())),
    )


WORDS = re.split(
    r"\s+",
    """lamp candle ladder window council committee street harbour winter morning reading labour paper printer meeting
garden bridge market question answer minutes rota allotment strike lighting evening neighbour history pamphlet
of the and to in that it was for on with as by had not but at from they were which would one all there""",
)


def noted_edition(seed: int, paragraphs: int, share: float, words: int) -> Edition:
    """Return an edition of random prose, the same for the same seed: a `share` of sentences has notes of `words`."""
    chance, pen = random.Random(seed), Scribe()

    def prose(count: int) -> str:
        return " ".join(chance.choices(WORDS, k=count)).capitalize() + "."

    body: list[Block] = [pen.heading("Heading")]
    for _ in range(paragraphs):
        runs: list[Run] = []
        for _ in range(chance.randint(2, 7)):
            runs.append(pen.keep(prose(chance.randint(6, 22))))
            if chance.random() < share:
                runs.append(pen.note(prose(chance.randint(words // 3, words))))
            runs.append(pen.keep(" "))
        body.append(Paragraph(pen.runs(*runs), pen.count()))
        pen.drop("\n\n")
    return edition_of(pen, tuple(body))


def address_edition(seed: int, count: int = 30) -> Edition:
    """Return an edition of addresses: short lines with notes, where WeasyPrint 70 loses some by pushing them away."""
    chance, pen = random.Random(seed), Scribe()
    body: list[Block] = [pen.heading("Addresses")]
    for _ in range(count):
        runs: list[Run] = []
        for line in range(chance.randint(4, 6)):
            if line:
                pen.drop("\n")
                runs.append(LineBreak())
            runs.append(pen.keep(" ".join(chance.choices(WORDS, k=2)).title()))
            if chance.random() < 0.25:
                runs.append(pen.note(" ".join(chance.choices(WORDS, k=chance.randint(5, 30))).capitalize() + "."))
        body.append(Paragraph(pen.runs(*runs), pen.count()))
        pen.drop("\n\n")
    return edition_of(pen, tuple(body))


def fuzz_edition(seed: int) -> Edition:
    """Return a short edition of random blocks of every kind, many with notes of a few words or of many lines."""
    chance, pen = random.Random(seed), Scribe()
    share, longest = chance.choice((0.1, 0.3, 0.6)), chance.choice((8, 30, 110))

    def words(count: int) -> str:
        return " ".join(chance.choices(WORDS, k=count)).capitalize() + "."

    def runs(sentences: int, length: int) -> tuple[Inline, ...]:
        found: list[Run] = []
        for _ in range(sentences):
            found.append(pen.keep(words(chance.randint(2, length))))
            if chance.random() < share:
                found.append(pen.note(*(words(chance.randint(2, longest)) for _ in range(chance.choice((1, 1, 1, 2))))))
            found.append(pen.keep(" "))
        pen.drop("\n\n")
        return pen.runs(*found)

    def para() -> Paragraph:
        number = pen.count()
        return Paragraph(runs(chance.randint(1, 6), 20), number)

    def block() -> Block:
        match chance.choice("pppppphqlvb"):
            case "h":
                return Heading(chance.choice((1, 2, 3)), runs(1, 6))
            case "q":
                return BlockQuote(tuple(para() for _ in range(chance.choice((1, 2)))))
            case "l":
                items = tuple((para(),) for _ in range(chance.randint(2, 4)))
                return ListBlock(items, ordered=chance.random() < 0.5)
            case "v":
                number = pen.count()
                return Verse(tuple(runs(1, 6) for _ in range(chance.randint(3, 8))), number)
            case "b":
                return ThematicBreak()
            case _:
                return para()

    return edition_of(pen, outlined([block() for _ in range(chance.randint(2, 6))]))
