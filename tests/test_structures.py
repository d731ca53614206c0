"""Lists, tables, contents pages, epigraphs and verse run together are told from prose, and prose from them."""

import pytest

from edition.book import Book, Edition
from edition.document import ListBlock, Table
from edition.restore import restore
from edition.source import decode
from tests.fixture import Case, cases, printed

PROSE = "\n\n".join(
    f"It was late, and the {thing} stood still. Nobody had touched it, and nobody knew who had, though all were there."
    for thing in ("lamp", "wheel", "mill", "water", "stone", "sack")
)


def edition_of(text: str, language: str) -> Edition:
    """Return the edition of a text whose pages are not looked for."""
    return restore(Book("case", decode("case.txt", text.encode()), {"language": language}, "none", 1))


@pytest.mark.parametrize("case", cases("structures"))
def test_case(case: Case) -> None:
    """The case stands in a text that is long enough to show that its blocks are parted by blank lines."""
    language = "de" if "Inhalt" in case.given else case.language
    shown = printed(edition_of(f"{PROSE}\n\n{case.given}\n\n{PROSE}", language))
    assert shown == f"{PROSE}\n\n{case.expected}\n\n{PROSE}"


def test_a_contents_page_is_set_aside_for_a_reason() -> None:
    text = f"{PROSE}\n\nContents\n\nThe Lamp ..... 3\n\nThe Mill ..... 7\n\nThe Lamp\n\n{PROSE}\n\nThe Mill\n\n{PROSE}"
    assert dict(edition_of(text, "en").apparatus.set_aside)["contents page, made anew"] == 40


def test_what_parts_the_cells_of_a_table_is_set_aside() -> None:
    edition = edition_of(f"{PROSE}\n\n| a | b |\n|---|---|\n| c | d |\n\n{PROSE}", "en")
    (table,) = [block for block in edition.document.bodymatter if isinstance(block, Table)]
    assert [len(row) for row in table.rows] == [2, 2]
    assert table.headed
    assert "rule of a table" in dict(edition.apparatus.set_aside)


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ("| a | b |\n|---|---|\n| c | d |", True),
        ("a | b | c\n:--|:-:|--:\nd | e | f\ng | h | i", True),
        ("|   | b |\n|---|---|\n| c | d |", True),
        ("+---+---+\n| a | b |\n+===+===+\n| c | d |\n+---+---+\n| e | f |\n+---+---+", True),
        ("name        year\n---------   ----\nthe Lamp    1840\nthe Mill    1850", True),
        ("| a | b |\n| c | d |", False),
        ("|---|---|\n| a | b |\n| c | d |", False),
        ("|   |   |\n|---|---|\n| a | b |\n| c | d |", False),
        ("| a | b |\n| c | d |\n|---|---|\n| e | f |", False),
        ("+---+---+\n| a | b |\n+---+---+\n| c | d |\n+---+---+\n| e | f |\n+---+---+", False),
        ("the Lamp    1840\n-           1850\nthe Mill    -", False),
    ],
)
def test_the_first_row_names_the_columns_where_a_rule_parts_it_from_the_others(rows: str, named: bool) -> None:
    edition = edition_of(f"{PROSE}\n\n{rows}\n\n{PROSE}", "en")
    (table,) = [block for block in edition.document.bodymatter if isinstance(block, Table)]
    assert table.headed == named
    shown = printed(edition)
    assert "--" not in shown
    assert "==" not in shown


def test_items_are_numbered_with_the_paragraphs() -> None:
    edition = edition_of(f"{PROSE}\n\n• one of them\n\n• another one\n\n{PROSE}", "en")
    (found,) = [block for block in edition.document.bodymatter if isinstance(block, ListBlock)]
    assert [block.number for item in found.items for block in item] == [7, 8]
    assert not found.ordered
