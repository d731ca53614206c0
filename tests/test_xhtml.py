"""The nodes as XHTML, for both media."""

from typing import get_args

import pytest
from lxml import etree, html

from edition import document, phrases, xhtml
from edition.book import Edition
from edition.document import Heading, Note, Paragraph, Table, blocks_of, inlines_of, notes_of, plain
from edition.errors import TypesetError
from edition.guard import texts_of
from edition.phrases import Phrases
from edition.xhtml import (
    environment,
    kind,
    notes_in,
    parts,
    render_print,
    setting,
    stanzas,
    title_page,
    worded,
)
from tests.sample import Scribe, edition_of, sample_edition

SCREEN = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>{}</body></html>'
HOSTILE = (
    "<script>alert(1)</script> & {{ 7*7 }} {% raw %} {# x #} file:///etc/passwd <!-- ]]> &amp; ' \" url(x) @import"
)


def macro(edition: Edition, medium: xhtml.Medium, name: str, nodes: object) -> str:
    module = environment().get_template("nodes.j2").module
    return str(getattr(module, name)(nodes, setting(edition, medium)))


def squeezed(text: str) -> str:
    return " ".join(text.split())


def expected(edition: Edition) -> str:
    texts = texts_of(blocks_of(edition.document))
    return squeezed(" ".join(plain(edition.book.source, inlines) for inlines in texts))


def text_of(tree: etree._Element, *unwanted: str) -> str:
    for expression in unwanted:
        for element in tree.xpath(expression):
            tail = element.tail or ""
            previous = element.getprevious()
            if previous is not None:
                previous.tail = (previous.tail or "") + tail
            else:
                element.getparent().text = (element.getparent().text or "") + tail
            element.getparent().remove(element)
    for br in tree.xpath("//br"):
        br.tail = " " + (br.tail or "")
    return squeezed(tree.text_content())


def test_the_text_of_the_print_file_is_the_text_of_the_document() -> None:
    edition = sample_edition()
    tree = html.fromstring(render_print(edition))
    body = html.fromstring("<div></div>")
    for section in tree.xpath('//*[@class="title-page" or @class="text" or @class="colophon"]'):
        body.append(section)
    assert text_of(body, "//*[@class='footnote']", "//*[@class='call']") == expected(edition)


def test_the_text_of_the_notes_is_the_text_of_the_document() -> None:
    edition = sample_edition()
    tree = html.fromstring(render_print(edition, moved=frozenset({2})))
    for note in notes_of(edition.document):
        (element,) = tree.xpath(f'//*[@id="note-{note.number}"]')
        words = " ".join(plain(edition.book.source, inlines_of(block)) for block in note.blocks)
        for paragraph in element.xpath('.//span[@class="p"] | .//p'):
            paragraph.tail = " "
        assert squeezed(element.text_content()) == squeezed(f"{note.number}. {words}")


def test_moved_notes_stand_in_a_section_of_their_own() -> None:
    tree = html.fromstring(render_print(sample_edition(), moved=frozenset({2})))
    assert [e.get("id") for e in tree.xpath('//section[@class="endnotes"]/div')] == ["note-2"]
    assert len(tree.xpath('//span[@class="footnote"]')) == 5
    assert tree.xpath('//a[@id="call-2"]/@href') == ["#note-2"]


def test_the_screen_is_well_formed_and_its_notes_link_both_ways() -> None:
    edition = sample_edition()
    blocks = macro(edition, "screen", "blocks", blocks_of(edition.document))
    notes = macro(edition, "screen", "notes", notes_of(edition.document))
    tree = etree.fromstring(SCREEN.format(blocks + notes))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for href in tree.xpath("//@href"):
        assert href.removeprefix("#") in ids
    assert len(tree.xpath("//*[local-name()='sup']/*[@role='doc-noteref']")) == 6
    assert len(tree.xpath("//*[@role='doc-footnote']/*[1]/*[1][@role='doc-backlink']")) == 6


def test_page_breaks_carry_the_printed_page() -> None:
    edition = sample_edition()
    tree = etree.fromstring(SCREEN.format(macro(edition, "screen", "blocks", blocks_of(edition.document))))
    found = tree.xpath("//*[@role='doc-pagebreak']/@aria-label")
    assert found == ["1", "3", "4", "5", "6", "7", "9", "10", "12"]


def test_italics_within_italics_nest() -> None:
    edition = sample_edition()
    out = macro(edition, "screen", "blocks", edition.document.bodymatter)
    assert "<em>The <em>Merry Wives</em> of Windsor</em>" in out


def test_paragraph_numbers_run_on_through_lists_and_verse() -> None:
    tree = html.fromstring(render_print(sample_edition()))
    assert tree.xpath("//@data-number") == [str(n) for n in range(1, 25)]
    assert tree.xpath('//*[@id="p14"]/@class') == ["verse"]


def test_a_files_map_leads_links_to_other_files() -> None:
    edition = sample_edition()
    notes = macro_with_files(edition, {"call-1": "one.xhtml"})
    assert 'href="one.xhtml#call-1"' in notes
    assert 'href="#call-2"' in notes


def macro_with_files(edition: Edition, files: dict[str, str]) -> str:
    module = environment().get_template("nodes.j2").module
    return str(module.notes(notes_of(edition.document), setting(edition, "screen", files=files)))


@pytest.mark.parametrize("medium", ["print", "screen"])
def test_hostile_text_stays_text(medium: xhtml.Medium) -> None:
    pen = Scribe()
    text = pen.keep(HOSTILE)
    edition = edition_of(pen, (Paragraph((text,), 1),))
    out = macro(edition, medium, "blocks", edition.document.bodymatter)
    tree = etree.fromstring(SCREEN.format(out))
    assert "".join(tree.itertext()).strip() == HOSTILE
    assert "<script" not in out


def test_a_control_character_is_named() -> None:
    pen = Scribe()
    edition = edition_of(pen, (Paragraph((pen.keep("a bell\x07 rings"),), 1),))
    with pytest.raises(TypesetError, match=r"U\+0007 after 'a bell'"):
        render_print(edition)


def test_every_node_has_a_kind() -> None:
    for node in (*get_args(document.Block), *get_args(document.Inline)):
        assert node in xhtml._KINDS
    assert kind(document.LineBreak()) == "linebreak"


def test_stanzas_lose_no_line() -> None:
    line: tuple[document.Inline, ...] = (document.PageBreak(1),)
    assert stanzas([(), line, line, (), (), line, ()]) == [[line, line], [line]]


def test_notes_in_finds_notes_within_notes() -> None:
    pen = Scribe()
    inner = pen.note("inner")
    outer = Note(2, "2", (Paragraph((inner,)),), inferred=False)
    assert [note.number for note in notes_in([Paragraph((outer,))])] == [2, 1]


def test_parts_keep_every_block_and_open_only_where_long() -> None:
    edition = sample_edition()
    body = edition.document.bodymatter
    short = parts(edition.book.source, body)
    assert tuple(block for part in short for block in part.blocks) == body
    assert not any(part.opening for part in short)
    pen = Scribe()
    blocks = (pen.heading("One"), pen.para("long " * 4000), pen.heading("Two"), pen.para("long " * 4000))
    assert [part.opening for part in parts(pen.source(), blocks)] == [True, True]


def test_a_title_page_closes_with_its_date() -> None:
    front = sample_edition().document.frontmatter
    page = title_page(front)
    assert page.own
    assert page.head + page.foot == front
    assert [block.role for block in page.foot if isinstance(block, Paragraph)] == ["date"]
    assert not title_page(()).own


def test_without_a_title_page_the_metadata_make_one_and_no_block_is_lost() -> None:
    pen = Scribe()
    front = (pen.line("A dedication"),)
    out = render_print(edition_of(pen, (pen.para("Text."),), front=front))
    assert '<p class="title">A Sample</p>' in out
    assert "A dedication" in out


def test_numbers_in_a_sentence() -> None:
    assert [worded(n) for n in (0, 1, 12, 13, 4200)] == ["no", "one", "twelve", "13", "4,200"]


def test_every_language_has_every_phrase() -> None:
    for language in ("en", "de", "fr", "es", "it", "pt", "ru", "el", "he", "ar"):
        found = phrases.phrases(language + "-XX")
        assert isinstance(found, Phrases)
        assert found.language == language
        assert all(getattr(found, name) for name in Phrases.__slots__)
    assert phrases.phrases("tlh").contents == "Contents"


def test_columns_of_figures_stand_at_the_right() -> None:
    pen = Scribe()
    rows = (
        ("Year", "What", "Cost"),
        ("1861", "lamps, 12", "£1,204"),
        ("1862", "1 ladder", ""),
        ("1863", "", "−9.50 %"),
    )
    table = Table(tuple(tuple(pen.block(cell) for cell in row) for row in rows))
    edition = edition_of(pen, (table,))
    assert setting(edition, "print").figures(table) == {0, 2}
    html = render_print(edition)
    assert html.count('<td class="figures">') == 8
    assert "<th" not in html


def test_the_numbers_of_chapters_stand_apart_in_print() -> None:
    pen = Scribe()
    body = (
        Heading(1, pen.block("I The Lamp")),
        pen.para("Text."),
        Heading(1, pen.block("II The Mill")),
        pen.para("Text."),
    )
    edition = edition_of(pen, body)
    html = render_print(edition)
    assert '<h1 id="heading-1"><span class="numeral">I</span> The Lamp</h1>' in html
    assert '<h1 id="heading-2"><span class="numeral">II</span> The Mill</h1>' in html
    assert "numeral" not in render_print(edition_of(pen, body[:2]))


def test_the_row_that_names_the_columns_is_a_head_and_an_empty_cell_names_none() -> None:
    pen = Scribe()
    rows = (("", "What", "Cost"), ("1861", "lamps", "£1,204"))
    edition = edition_of(pen, (Table(tuple(tuple(pen.block(cell) for cell in row) for row in rows), headed=True),))
    html = render_print(edition)
    head, body = html.partition("<thead>")[2].split("</thead>")
    assert (
        head.strip()
        == '<tr><td class="figures"></td><th scope="col">What</th><th scope="col" class="figures">Cost</th></tr>'
    )
    assert "<th" not in body
