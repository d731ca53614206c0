"""A PDF as a source: pages cut from their sheets and set upright, every character accounted for, errors that help."""

import functools
import io
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
import weasyprint

from edition import pdfsource, sheets
from edition.blocks import Fragment, Recognised
from edition.errors import SourceError
from edition.source import LARGEST, Source, Span, decode, read_source
from edition.typography import recognise_pdf

BENCH = Path(__file__).resolve().parent / "bench" / "dev"
FONTS = Path(__file__).resolve().parent.parent / "fonts"
CASES = sorted(path.name for path in BENCH.glob("*.pdf.*"))

STYLE = f"""
@font-face {{ font-family: G; src: url({(FONTS / "EBGaramond-Regular.ttf").as_uri()}) }}
@font-face {{ font-family: G; font-style: italic; src: url({(FONTS / "EBGaramond-Italic.ttf").as_uri()}) }}
@page {{ size: 105mm 148mm; margin: 14mm 12mm 16mm; @bottom-center {{ content: counter(page); font: 8pt G }} }}
html {{ font: 9pt/12pt G; hyphens: auto; text-align: justify }}
p {{ margin: 0; text-indent: 1em }}
h2 {{ font-size: 12pt; margin: 12pt 0 6pt; text-align: left; break-after: avoid }}
h2 + p, p.on {{ text-indent: 0 }}
blockquote {{ margin: 6pt 2em }}
blockquote p {{ text-indent: 0 }}
.note {{ float: footnote; font-size: 7pt; line-height: 9pt; text-indent: 0 }}
.note i + span {{ display: block; text-indent: 1em }}
.leaf {{ break-after: page; height: 118mm; position: relative }}
.foot {{ position: absolute; bottom: 0; width: 100%; font-size: 7pt; line-height: 9pt }}
.foot p {{ text-indent: 0 }}
.foot p.in {{ text-indent: 1em }}
::footnote-call {{ font-size: 6pt; vertical-align: 3pt; line-height: 0 }}
::footnote-marker {{ font-size: 5pt; vertical-align: 2pt; list-style-position: inside }}
sup {{ font-size: 6pt; vertical-align: 3pt; line-height: 0 }}
"""
WORDS = re.findall(
    r"\w+",
    "the lamp was lit before anybody came down to the harbour and so the watchman thought of other evenings when boats "
    "lay still under heavy weather while their crews sang about islands nobody had visited since the great frost ended",
)


def prose(number: int, length: int = 60) -> str:
    """Return a made-up paragraph; no two are alike."""
    words = [WORDS[(number * 7 + n * (1 + number % 5) + n // 9) % len(WORDS)] for n in range(length)]
    return f"Paragraph {number} {' '.join(words)}."


@functools.cache
def typeset(body: str, style: str = "") -> bytes:
    document: bytes = weasyprint.HTML(string=f"<html lang=en><style>{STYLE}{style}</style>{body}").write_pdf()
    return document


@functools.cache
def chapter(paragraphs: int = 24, style: str = "") -> bytes:
    return typeset("<h2>The Watch</h2>" + "".join(f"<p>{prose(n)}</p>" for n in range(paragraphs)), style)


@dataclass(frozen=True, slots=True)
class Place:
    page: int
    turned: bool = False


def impose(
    data: bytes, sides: list[list[list[Place | None]]], *, scale: float = 1.0, quarters: int = 0, rotate: int = 0
) -> bytes:
    """Return sheets with the pages in rows and columns, turned as told; each sheet is drawn on its side, or rotated."""
    with pikepdf.open(io.BytesIO(data)) as book, pikepdf.new() as made:
        box = book.pages[0].mediabox
        width, height = float(box[2]) * scale, float(box[3]) * scale
        for side in sides:
            w, h = width * len(side[0]), height * len(side)
            page = made.add_blank_page(page_size=(h, w) if quarters % 2 else (w, h))
            drawn = []
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary())
            for row, places in enumerate(side):
                for column, place in enumerate(places):
                    if place is None or place.page >= len(book.pages):
                        continue
                    form = made.copy_foreign(book.pages[place.page].as_form_xobject())
                    name = f"/P{row}{column}"
                    page.Resources.XObject[name] = form
                    x, y = column * width, (len(side) - 1 - row) * height
                    matrix = (
                        f"-{scale} 0 0 -{scale} {x + width} {y + height}"
                        if place.turned
                        else f"{scale} 0 0 {scale} {x} {y}"
                    )
                    drawn.append(f"q {matrix} cm {name} Do Q")
            around = {0: "1 0 0 1 0 0", 1: f"0 1 -1 0 {h} 0", 3: f"0 -1 1 0 0 {w}"}[quarters]
            page.Contents = made.make_stream(f"q {around} cm {' '.join(drawn)} Q".encode())
            page.Rotate = rotate
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


def read(data: bytes) -> tuple[Source, Recognised]:
    source = decode("zine.pdf", data)
    assert source.layout is not None
    return source, recognise_pdf(source, source.layout)


def fragments(found: tuple[Source, Recognised], kind: str = "text") -> list[str]:
    source, recognised = found
    return [source.at(f.span) for f in recognised.fragments if f.kind == kind]


def flow(source: Source, parts: list[Fragment]) -> str:
    """Return the text of fragments in one line, words put together again, note marks left out."""
    text = ""
    for part in parts:
        own = list(source.at(part.text_span))
        for mark in part.marks:
            for at in range(mark.start, mark.end):
                own[at - part.text_span.start] = ""
        text += "".join(own) + "\n"
    return re.sub(r"\s+", " ", re.sub(r"(?<=\w)[-\u2010]\n(?=\w)", "", text)).strip()


def ordered(found: tuple[Source, Recognised]) -> list[Fragment]:
    """Return the fragments in the order of the folios."""
    _, recognised = found
    return sorted(recognised.fragments, key=lambda f: (recognised.pages[f.page].folio or 1, f.span))


def check_partition(source: Source, recognised: Recognised) -> None:
    at = 0
    for fragment in recognised.fragments:
        assert fragment.span.start >= at
        assert not source.text[at : fragment.span.start].strip()
        assert source.at(fragment.span) == source.at(fragment.span).strip()
        for span in (*fragment.italics, *fragment.marks):
            assert fragment.span.start <= span.start < span.end <= fragment.span.end
        at = fragment.span.end
    assert not source.text[at:].strip()


# Geometry ------------------------------------------------------------------------------------------------------------


def saddle(pages: int) -> list[list[list[Place | None]]]:
    sides: list[list[list[Place | None]]] = []
    for k in range(pages // 4):
        sides.append([[Place(pages - 1 - 2 * k), Place(2 * k)]])
        sides.append([[Place(2 * k + 1), Place(pages - 2 - 2 * k)]])
    return sides


SCHEMES: dict[str, tuple[list[list[list[Place | None]]], dict[str, float]]] = {
    "single": ([[[Place(n)]] for n in range(8)], {}),
    "2up": (saddle(8), {}),
    "2up small": (saddle(8), {"scale": 0.707}),
    "2up right-bound": ([[row[::-1] for row in side] for side in saddle(8)], {}),
    "2up by rotation": (saddle(8), {"quarters": 1, "rotate": 90}),
    "2down": (saddle(8), {"quarters": 1}),
    "2down the other way": (saddle(8), {"quarters": 3}),
    "turned fronts": (
        [
            [[Place(p.page, turned=n % 2 == 0) for p in row if p][:: 1 if n % 2 else -1] for row in side]
            for n, side in enumerate(saddle(8))
        ],
        {},
    ),
    "2x4x1": (
        [
            [[Place(4, True), Place(3, True)], [Place(7), Place(0)]],
            [[Place(2, True), Place(5, True)], [Place(1), Place(6)]],
        ],
        {},
    ),
    "4up with nothing below": ([[*side, [Place(99), Place(99)]] for side in saddle(8)], {}),
    "onepagezine": (
        [[[Place(4, True), Place(3, True), Place(2, True), Place(1, True)], [Place(5), Place(6), Place(7), Place(0)]]],
        {},
    ),
}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_pages_are_cut_from_their_sheets_and_turned(scheme: str) -> None:
    sides, options = SCHEMES[scheme]
    found = read(impose(chapter(), sides, **options))
    source, recognised = found
    plain, alone = read(chapter())
    cells = [
        (n, row, column, bool(place and place.turned), place.page if place else -1)
        for n, side in enumerate(sides)
        for row, places in enumerate(side)
        for column, place in enumerate(places)
    ]
    count = len(alone.pages)
    assert [(p.side, p.row, p.column, p.turned) for p in recognised.pages] == [cell[:4] for cell in cells]
    assert [p.folio for p in recognised.pages] == [cell[4] + 1 if cell[4] < count else 0 for cell in cells]
    pages, wanted = source.text.split("\f"), plain.text.split("\f")
    assert pages == [wanted[cell[4]] if cell[4] < count else "" for cell in cells]
    check_partition(source, recognised)
    by_page = [[f for f in ordered(found) if f.page == n] for n in range(len(pages))]
    for page, own in zip(cells, by_page, strict=True):
        same = [f for f in alone.fragments if f.page == page[4]]
        assert [(f.kind, f.opens, f.level, source.at(f.span)) for f in own] == [
            (f.kind, f.opens, f.level, plain.at(f.span)) for f in same
        ]


def test_every_character_has_its_box() -> None:
    source, _ = read(impose(chapter(), SCHEMES["2x4x1"][0]))
    layout = source.layout
    assert layout is not None
    at = source.text.index("The Watch")
    side, (left, top, right, bottom) = layout.locate(at)
    assert side == 0
    sheet = layout.sheets[0]
    assert sheet.width / 2 < left < right < sheet.width
    assert sheet.height / 2 < top < bottom < sheet.height * 0.65
    with pytest.raises(KeyError):
        layout.locate(source.text.index("\f"))
    assert all(layout.locate(n) for n, character in enumerate(source.text[:4000]) if not character.isspace())


def test_a_page_alone_keeps_its_lines_whole() -> None:
    source, recognised = read(chapter())
    assert {(p.row, p.column) for p in recognised.pages} == {(0, 0)}
    assert flow(source, [f for f in recognised.fragments if f.kind == "text"]) == " ".join(
        ["The Watch", *(prose(n) for n in range(24))]
    )


def test_two_columns_are_read_one_after_the_other() -> None:
    body = "".join(f"<p>{prose(n, 90)}</p>" for n in range(14))
    source, recognised = read(
        typeset(f"<div style='columns: 2; column-gap: 14pt'>{body}</div>", "@page { size: 148mm 210mm }")
    )
    text = flow(source, [f for f in recognised.fragments if f.kind == "text"])
    assert text == " ".join(prose(n, 90) for n in range(14))


# Type ----------------------------------------------------------------------------------------------------------------

NOTED = (
    "<h2>First</h2><p>"
    + prose(1)
    + "<span class=note>A note with <i>many long</i> words.</span> "
    + "And on the 19<sup>th</sup> of May, 10<sup>9</sup> lamps.</p>"
    + f"<blockquote><p>“{prose(2, 40)}”</p></blockquote><p class=on>So <i>he said; and yet</i> no.</p>"
    + f"<p>{prose(3)}<span class=note>Short.</span></p><h2>Second</h2><p>{prose(4)}</p><p>{prose(5)}</p>"
    + f"<p>{prose(6)}<span class=note>{prose(7, 260)}</span></p>"
    + "".join(f"<p>{prose(n)}</p>" for n in range(8, 14))
)


def test_notes_marks_and_italics_are_told_by_their_type() -> None:
    found = read(typeset(NOTED))
    source, recognised = found
    check_partition(source, recognised)
    notes = [f for f in recognised.fragments if f.kind == "note"]
    assert [n.label for n in notes if n.label] == ["1", "2", "3"]
    first = next(n for n in notes if n.label == "1")
    assert flow(source, [first]) == "A note with many long words."
    assert [source.at(span) for span in first.italics] == ["many long"]
    marks = [source.at(mark) for f in recognised.fragments if f.kind == "text" for mark in f.marks]
    assert marks == ["1", "2", "3"]
    italics = [source.at(span) for f in recognised.fragments if f.kind == "text" for span in f.italics]
    assert [re.sub(r"\s+", " ", text) for text in italics] == ["he said; and yet"]


def leaves(*feet: str) -> bytes:
    """Return a book of full pages with these notes at their feet."""
    text = [prose(n, 50) for n in range(8)]
    body = "".join(f"<p>{paragraph}<sup>{n + 1}</sup></p>" for n, paragraph in enumerate(text[:3]))
    return typeset("".join(f"<div class=leaf>{body}<div class=foot>{foot}</div></div>" for foot in feet))


RULE = "<hr style='width: 20mm; margin: 0 0 3pt; border: 0; border-top: 0.5pt solid'>"


@pytest.mark.parametrize("rule", [RULE, ""])
@pytest.mark.parametrize("label", ["<sup style='font-size: 5pt'>{}</sup> ", "{} ", "{}. "])
def test_a_note_goes_on_from_the_page_before(label: str, rule: str) -> None:
    long = prose(20, 70)
    first = f"<p>{label.format(1)}Short.<p>{label.format(2)}Begun by <i>one who</i> wrote it {long}"
    second = f"<p>and ended by another hand.<p class=in>In a second paragraph.<p>{label.format(3)}{prose(21, 30)}"
    source, recognised = read(leaves(rule + first, rule + second))
    notes = [f for f in recognised.fragments if f.kind == "note"]
    assert [(n.page, n.label, n.opens) for n in notes] == [
        (0, "1", True),
        (0, "2", True),
        (1, "", False),
        (1, "", True),
        (1, "3", True),
    ]
    assert flow(source, notes[1:3]) == f"Begun by one who wrote it {long} and ended by another hand."
    assert [source.at(span) for span in notes[1].italics] == ["one who"]


def test_notes_without_a_rule_are_told_by_their_labels() -> None:
    _, recognised = read(leaves(f"<p><sup style='font-size: 5pt'>1</sup> {prose(9, 30)}<p>2. Short."))
    assert [f.label for f in recognised.fragments if f.kind == "note"] == ["1", "2"]


def test_signs_call_notes_where_a_note_bears_them() -> None:
    body = f"<p>{prose(1)} He left*, they say. {prose(2)}</p><p>{prose(3)} She† came.</p>"
    foot = f"{RULE}<p>* In winter.</p><p>† By boat, and slept † long.</p>"
    data = typeset(f"<div class=leaf>{body}<div class=foot>{foot}</div></div>")
    source, recognised = read(data)
    assert [f.label for f in recognised.fragments if f.kind == "note"] == ["*", "†"]
    assert [source.at(mark) for f in recognised.fragments if f.kind == "text" for mark in f.marks] == ["*", "†"]


def test_headings_have_their_level_and_quotations_their_own_block() -> None:
    source, recognised = read(typeset(NOTED.replace("<h2>Second", "<h2 style='font-size: 10.5pt'>Second")))
    levels = {source.at(f.span): f.level for f in recognised.fragments if f.level}
    assert levels == {"First": 1, "Second": 2}
    assert any(text.startswith("“Paragraph 2") and text.endswith("”") for text in fragments((source, recognised)))


def test_a_first_line_tells_whether_a_paragraph_begins() -> None:
    source, recognised = read(chapter())
    for page in range(len(recognised.pages)):
        own = [f for f in recognised.fragments if f.page == page and f.kind == "text"]
        for n, fragment in enumerate(own):
            begins = source.at(fragment.span).startswith(("Paragraph", "The Watch"))
            assert fragment.opens is begins, source.at(fragment.span)
            assert begins or n == 0


def test_paragraphs_parted_by_gaps_leave_the_head_of_a_page_open() -> None:
    source, recognised = read(chapter(24, "p { text-indent: 0; margin-bottom: 6pt }"))
    heads = {f.page: f for f in reversed(recognised.fragments) if f.kind == "text"}
    assert all(heads[page].opens is None for page in heads if page)
    rest = [f for f in recognised.fragments if f.kind == "text" and f is not heads[f.page]]
    assert all(f.opens for f in rest)
    assert all(source.at(f.span).startswith("Paragraph") for f in rest)


def test_paragraphs_of_one_line_are_parted_by_gaps() -> None:
    lines = [prose(n, 5 if n % 4 else 30) for n in range(60)]
    source, recognised = read(
        typeset("".join(f"<p>{line}</p>" for line in lines), "p { text-indent: 0; margin-bottom: 5pt }")
    )
    found = [" ".join(source.at(f.span).split()) for f in recognised.fragments if f.kind == "text"]
    assert sum(text in lines for text in found) > 50


def test_verse_keeps_its_lines() -> None:
    lines = [
        "The lamp was lit at evening",
        "And nobody had lit it,",
        "The boats came in at morning",
        "With none aboard to row.",
    ]
    poem = "<blockquote>" + "<br>".join(lines) + "</blockquote>"
    source, recognised = read(
        typeset(f"<p>{prose(1)}</p>{poem}<p>{prose(2)}</p>" + "".join(f"<p>{prose(n)}</p>" for n in range(3, 9)))
    )
    verse = [f for f in recognised.fragments if f.verse]
    assert [source.at(f.span).split("\n") for f in verse] == [lines]


def test_running_heads_are_told_from_text() -> None:
    style = (
        "@page { @top-left { content: 'The Book of Lamps'; font: italic 8pt G } "
        "@bottom-center { content: none } @top-right { content: counter(page); font: 8pt G } }"
    )
    source, recognised = read(chapter(24, style))
    assert [p.folio for p in recognised.pages] == list(range(1, len(recognised.pages) + 1))
    assert len(fragments((source, recognised), "running head")) == len(recognised.pages)
    assert not any("Book of Lamps" in text for text in fragments((source, recognised)))


def test_crop_marks_number_the_pages() -> None:
    style = (
        "@page { @top-left { content: 'Pg 000' counter(page); font: 6pt G } "
        "@bottom-left { content: '#1/' counter(page); font: 6pt G } @bottom-center { content: none } }"
    )
    source, recognised = read(impose(chapter(24, style), saddle(8)))
    assert [p.folio for p in recognised.pages][:2] == [0, 1]
    assert not any("Pg" in text or "#" in text for text in fragments((source, recognised)))


def test_a_year_on_the_title_page_is_no_folio() -> None:
    title = "<center style='break-after: page'><h1>Lamps</h1><div style='margin-top: 50mm'>1848</div></center>"
    source, recognised = read(
        typeset(
            title + "".join(f"<p>{prose(n)}</p>" for n in range(20)),
            "@page :first { @bottom-center { content: none } }",
        )
    )
    assert recognised.pages[0].folio == 0
    assert "1848" in fragments((source, recognised))
    assert not any(f.level for f in recognised.fragments)


def test_a_drop_capital_belongs_to_its_word() -> None:
    capital = "<span style='float: left; font-size: 27pt; line-height: 24pt'>T</span>"
    source, recognised = read(
        typeset(f"<p class=on>{capital}he lamp. {prose(1)}</p><p>{prose(2)}</p><p>{prose(3)}</p>")
    )
    first = recognised.fragments[0]
    assert first.opens
    assert source.at(first.span).startswith("The lamp. Paragraph 1")


@pytest.mark.parametrize("turned", [False, True])
def test_letters_that_hang_over_keep_the_space_behind_them(turned: bool) -> None:
    body = "".join(f"<p>{prose(n)} The end of <i>All proof</i> of <i>Time of</i> Tom.</p>" for n in range(8))
    data = typeset(body)
    source, _ = read(impose(data, [[[Place(1, turned), Place(0, turned)]]]))
    assert len(re.findall(r"of\s+All\s+proof\s+of\s+Time\s+of\s+Tom", source.text)) >= 6


def test_letterspacing_parts_no_words() -> None:
    body = f"<p><span style='letter-spacing: 0.15em'>wide open words</span> {prose(1)}</p>"
    source, _ = read(typeset(body))
    assert "wide open words Paragraph 1" in source.text


# The bench -----------------------------------------------------------------------------------------------------------


def bench(case: str) -> tuple[dict[str, object], dict[str, object], Source, Recognised]:
    folder = BENCH / case
    source, recognised = read((folder / "source.pdf").read_bytes())
    told = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return told, truth, source, recognised


@pytest.mark.parametrize("case", CASES)
def test_the_bench_pages_stand_where_they_were_printed(case: str) -> None:
    told, _, source, recognised = bench(case)
    check_partition(source, recognised)
    sides = [list(side) for side in told["sides"]]
    places = [place if isinstance(place, list) else [place, False] for side in sides for place in side]
    assert len(places) == len(recognised.pages)
    for (number, turned), page in zip(places, recognised.pages, strict=True):
        if number is not None:
            assert page.folio in (0, number + 1)
            assert page.turned == turned
    assert sum(page.folio > 0 for page in recognised.pages) >= told["pages"] - 4
    assert max(page.side for page in recognised.pages) + 1 == len(sides)


@pytest.mark.parametrize("case", CASES)
def test_the_bench_text_is_all_there(case: str) -> None:
    _, truth, source, recognised = bench(case)
    plain = [re.sub(r"\[\^\d+\]|\*", "", block["text"]) for block in truth["blocks"]]
    parts = [f for f in ordered((source, recognised)) if f.kind == "text" and recognised.pages[f.page].folio]
    words = Counter(re.findall(r"\w+", " ".join(plain)))
    got = Counter(re.findall(r"\w+", flow(source, parts)))
    # Hyphens at line ends are the repairs' to judge; here they are all dropped.
    assert ((words - got) + (got - words)).total() <= 0.006 * words.total()
    begun = [re.sub(r"\W", "", text)[:12] for text in plain]
    starts = [re.sub(r"\W", "", flow(source, [f]))[:12] for f in parts if f.opens is not False]
    assert len(set(begun) - set(starts)) <= 0.01 * len(begun)
    assert sum(start not in begun for start in starts) <= 0.01 * len(begun)


@pytest.mark.parametrize("case", CASES)
def test_the_bench_notes_and_marks_are_complete(case: str) -> None:
    _, truth, source, recognised = bench(case)
    parts = ordered((source, recognised))
    labels = [f.label for f in parts if f.kind == "note" and f.label]
    assert labels == list(truth["notes"])
    called = [mark for block in truth["blocks"] for mark in re.findall(r"\[\^(\d+)\]", block["text"])]
    assert [source.at(mark) for f in parts if f.kind == "text" for mark in f.marks] == called
    texts = [*(block["text"] for block in truth["blocks"]), *truth["notes"].values()]
    slanted = Counter(re.sub(r"\W", "", m) for text in texts for m in re.findall(r"\*([^*]+)\*", text))
    found = Counter(
        re.sub(r"\W", "", source.at(span)) for f in parts for span in f.italics if recognised.pages[f.page].folio
    )
    # Italics that a page end parts are two.
    assert (slanted - found).total() <= 0.03 * slanted.total()


# Errors --------------------------------------------------------------------------------------------------------------


def refused(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        decode("zine.pdf", data)
    assert str(caught.value).startswith("zine.pdf")
    return str(caught.value)


def saved(book: pikepdf.Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    book.save(out, **options)
    return out.getvalue()


def test_a_locked_pdf_is_told() -> None:
    with pikepdf.open(io.BytesIO(chapter())) as book:
        assert "password" in refused(saved(book, encryption=pikepdf.Encryption(user="open", owner="own")))
        assert read(saved(book, encryption=pikepdf.Encryption(user="", owner="own")))[0].text == read(chapter())[0].text


def test_a_damaged_pdf_is_told() -> None:
    assert "damaged" in refused(b"%PDF-1.7\n" + b"nothing of use\n" * 40)
    assert "damaged" in refused(chapter()[:300])


def test_a_scan_is_told_with_what_helps() -> None:
    scan = typeset(
        "<p><img src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\"/>'></p>",
        "@page { @bottom-center { content: none } }",
    )
    message = refused(scan)
    assert "OCRmyPDF" in message
    assert "Tesseract" in message


def test_a_pdf_too_large_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pdfsource, "SIDES", 2)
    assert "at most 2" in refused(chapter())
    monkeypatch.undo()
    monkeypatch.setattr(pdfsource, "CHARACTERS", 500)
    assert "500 characters" in refused(chapter())
    file = tmp_path / "huge.pdf"
    with file.open("wb") as huge:
        huge.truncate(LARGEST + 1)
    with pytest.raises(SourceError, match="512 MB"):
        read_source(file)


def test_pictures_are_counted() -> None:
    picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
    image = f"<img style='width: 40mm; height: 30mm' src='data:image/png;base64,{picture}'>"
    body = f"<p>{prose(1)}</p>{image}<p>{prose(2)}</p>"
    layout = read(typeset(body))[0].layout
    assert layout is not None
    assert layout.pictures == 1
    plain = read(chapter())[0].layout
    assert plain is not None
    assert plain.pictures == 0


def test_the_same_pdf_gives_the_same_text() -> None:
    data = impose(chapter(), SCHEMES["2x4x1"][0])
    first, second = read(data), read(data)
    assert first[0] == second[0]
    assert first[1] == second[1]
    assert Span(0, 1) < Span(1, 2)
    assert sheets.read_layout("a.pdf", data)[0] == first[0].text
