"""The title page and the colophon are told from the text, and nothing else is."""

import pytest

from edition.document import Heading, Paragraph, plain
from edition.source import decode
from tests.fixture import Case, cases, edition_of


def told(text: str) -> str:
    """Return the title page by roles, how many blocks the body has, and how many lines the colophon."""
    edition = edition_of(text, "en")
    document = edition.document
    lines = []
    for block in document.frontmatter:
        assert isinstance(block, Paragraph)
        lines.append(f"{block.role} | {plain(edition.book.source, block.inlines)}")
    lines.append(f"body | {len(document.bodymatter)} blocks")
    if document.backmatter:
        lines.append(f"colophon | {len(document.backmatter)} lines")
    return "\n".join(lines)


@pytest.mark.parametrize("case", cases("furniture"))
def test_case(case: Case) -> None:
    assert told(case.given) == case.expected


def test_what_the_title_page_says_is_the_book_s_metadata() -> None:
    text = "The Tale of the Lamp\n\nAda Corder\n\n1911\n\nIt was late, and the lamp was lit. Nobody had lit it.\n"
    found = edition_of(text).metadata
    assert (found.title, found.author, found.date) == ("The Tale of the Lamp", "Ada Corder", "1911")


def test_what_the_editor_gives_is_above_it() -> None:
    text = "The Tale of the Lamp\n\nAda Corder\n\nIt was late, and the lamp was lit. Nobody had lit it.\n"
    found = edition_of(text, title="The Lamp", author="A. Corder").metadata
    assert (found.title, found.author) == ("The Lamp", "A. Corder")


def test_a_source_without_a_title_page_is_named_after_its_file() -> None:
    assert edition_of("It was late, and the lamp was lit.").metadata.title == "Case"


def test_sentences_with_what_looks_like_addresses_are_no_colophon() -> None:
    lines = [f"Now take the bundle named lamp-{n}.tar.gz." for n in range(1, 5)]
    text = "\n\n".join(["It was late, and the lamp was lit. Nobody had lit it.", *lines])
    assert told(text) == "body | 5 blocks"


HEBREW = "הערב היה מאוחר והמנורה דלקה, ואיש לא הדליק אותה. כך סיפרו אנשי הכפר, וכך נכתב."
ARABIC = "كان المساء متأخرا وكان المصباح مضاء، ولم يشعله أحد. هكذا روى أهل القرية، وهكذا كتب."


@pytest.mark.parametrize(
    ("title", "subtitle", "author", "chapter", "prose"),
    [
        ("סיפורה של המנורה", "", "רות לוין", "פרק שני", HEBREW),
        ("סיפורה של המנורה", "סיפורים מן הכפר", "רות לוין", "פרק שני", HEBREW),
        ("حكاية المصباح", "", "ليلى منصور", "الفصل الثاني", ARABIC),
        ("حكاية المصباح", "", "بقلم ليلى منصور", "الفصل الثاني", ARABIC),
    ],
)
def test_scripts_without_capitals_have_titles_and_headings_too(
    title: str, subtitle: str, author: str, chapter: str, prose: str
) -> None:
    head = [one for one in (title, subtitle, author) if one]
    edition = edition_of("\n\n".join([*head, prose, prose, chapter, prose, prose]))
    about, source = edition.metadata, edition.book.source
    assert (about.title, about.subtitle, about.author) == (title, subtitle, author.removeprefix("بقلم "))
    headings = [plain(source, block.inlines) for block in edition.document.bodymatter if isinstance(block, Heading)]
    assert headings == [chapter]


def test_a_chapter_s_number_is_no_author() -> None:
    edition = edition_of(f"חוברת הכפר\n\nפרק ראשון\n\n{HEBREW}\n\n{HEBREW}\n\nפרק שני\n\n{HEBREW}")
    assert not edition.metadata.author


@pytest.mark.parametrize(
    ("lines", "heading", "found"),
    [
        ("The Tale of the Lamp\n\nA True Account\n\nAda Corder", "", ("The Tale of the Lamp", "Ada Corder")),
        ("The Tale of the Lamp\n\nAda Corder", "I. The Tale of the Lamp", ("The Tale of the Lamp", "Ada Corder")),
        ("The Tale of the Lamp\n\nAda Corder", "", ("", "")),
        ("The Tale of the Lamp\n\nA Long Night", "", ("", "")),
    ],
)
def test_a_title_page_behind_the_last_page_of_the_text_is_told(
    lines: str, heading: str, found: tuple[str, str]
) -> None:
    last = "And so the night was over at last, and a long night it was. Nobody ever spoke of it again."
    first = "It was late, and the lamp was lit. Nobody had lit it, and a true friend had watched the tale unfold."
    text = "\n\n".join(filter(None, (last, lines, heading, first)))
    document = edition_of(f"{text}\n", "en").document
    roles = {
        block.role: plain(decode("source.txt", f"{text}\n".encode()), block.inlines) for block in document.frontmatter
    }
    assert (roles.get("title", ""), roles.get("author", "")) == found
