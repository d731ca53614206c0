"""Paragraphs, headings, set-off quotations and verse, as they come out of the whole restoration."""

import pytest

from edition.continuations import Continuations
from edition.document import Heading
from edition.furniture import Furniture
from edition.joins import Joins
from edition.leaves import Order
from edition.lexicon import read_lexicon
from tests.fixture import edition_of, printed

PROSE = "It was late, and the lamp was lit. Nobody had lit it, and nobody knew who had, though all had been there."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{PROSE}\n\nThe Mill\n\n{PROSE}", f"{PROSE}\n\n# The Mill\n\n{PROSE}"),
        (f"{PROSE}\n\nII. The Mill\n\n{PROSE}", f"{PROSE}\n\n# II. The Mill\n\n{PROSE}"),
        (f"{PROSE}\n\n## The Mill\n\n{PROSE}", f"{PROSE}\n\n# The Mill\n\n{PROSE}"),
        (f"{PROSE} He said:\n\n“It lit itself.”\n\n{PROSE}", f"{PROSE} He said:\n\n> “It lit itself.”\n\n{PROSE}"),
        (
            f"{PROSE} He said:\n\n“It lit itself.\n\n“And so will you.”\n\n{PROSE}",
            f"{PROSE} He said:\n\n> “It lit itself.\n\n> “And so will you.”\n\n{PROSE}",
        ),
        (f"{PROSE}\n\n* * *\n\n{PROSE}", f"{PROSE}\n\n***\n\n{PROSE}"),
    ],
    ids=["heading", "numbered", "hashes", "quotation", "two paragraphs", "break"],
)
def test_what_a_block_is(text: str, shown: str) -> None:
    assert printed(edition_of(text, "en")) == shown


@pytest.mark.parametrize(
    "text",
    [
        f"{PROSE}\n\n“It lit itself,” he said, “and will again.”\n\n{PROSE}",
        f"{PROSE} He said:\n\n“It lit itself,” and left the room without another word.\n\n{PROSE}",
        f"{PROSE}\n\n“It lit itself.”\n\n{PROSE}",
        f"{PROSE}\n\nNo!\n\n{PROSE}",
        f"{PROSE}\n\nthe mill\n\n{PROSE}",
    ],
    ids=["speech", "goes on", "no colon", "exclamation", "small letter"],
)
def test_what_is_plain_prose(text: str) -> None:
    assert printed(edition_of(text, "en")) == text


VERSE = "O mill, O lamp, O hand unseen,\nWho turned you, who lit you, who\nShall say where the miller has been?"


def test_verse_stays_verse() -> None:
    assert printed(edition_of(f"{PROSE}\n\n{VERSE}\n\n{PROSE}", "en")).split("\n\n")[1] == (
        "\n".join(f"| {line}" for line in VERSE.split("\n"))
    )


def test_numbers_run_through_the_body_and_leave_headings_out() -> None:
    from edition.document import BlockQuote, Paragraph

    text = f"{PROSE}\n\nThe Mill\n\n{PROSE} He said:\n\n“It lit itself.”\n\n* * *\n\n{PROSE}"
    numbers = []
    for block in edition_of(text, "en").document.bodymatter:
        numbers += [
            b.number for b in (block.blocks if isinstance(block, BlockQuote) else [block]) if isinstance(b, Paragraph)
        ]
    assert numbers == [1, 2, 3, 4]


def test_headings_skip_no_level() -> None:
    text = f"## One\n\n{PROSE}\n\n#### Two\n\n{PROSE}\n\n### Three\n\n{PROSE}\n\n## Four\n\n{PROSE}"
    levels = [block.level for block in edition_of(text, "en").document.bodymatter if isinstance(block, Heading)]
    assert levels == [1, 2, 2, 1]


@pytest.mark.parametrize(
    ("before", "after", "least", "most"),
    [
        ("and he wrote that,", "“from the lamp nothing came.”", 0.5, 0.97),
        ("and he wrote that", "“From the lamp nothing came.”", 0.5, 0.97),
        ("The council concluded as follows:—", "“I deny the lamp.”", 0.0, 0.05),
        ("and he wrote that the", "mill stood still.", 0.98, 1.0),
    ],
)
def test_a_quotation_that_a_sentence_leads_up_to_at_a_page_s_end_may_be_set_off(
    before: str, after: str, least: float, most: float
) -> None:
    joins = Joins((before, after), read_lexicon("en", f"{before} {after}"))
    order = Order((), Furniture(), (), None, 1.0, (), joins)
    assert least <= Continuations(order).chance(0, 1) <= most
