"""The law on texts that nobody would write: whatever the source says, its account balances, or it is refused.

`LAWS_EXAMPLES=3000 python -m pytest tests/test_laws.py` looks longer.
"""

import os
import random
from functools import cache
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from edition.account import balance
from edition.book import Book, Edition
from edition.document import Emended, Kept, notes_of, pieces_of
from edition.errors import EditionError, SourceError
from edition.restore import run
from edition.source import decode
from tests.bench.measure import cases, folder_of

EXAMPLES = int(os.environ.get("LAWS_EXAMPLES", "40"))
LAW = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES < 1000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)

TOKENS = (
    *("the", "mill", "Mill", "stood", "still", "field", "con-", "trol", "anarcho-syndicalist", "anarchosyndicalist"),
    *(
        "stategy",
        "strategy",
        "to to",
        "I",
        "a",
        "é",
        "Ärger",
        "слово",
        "λόγος",
        "كلمة",
        "עברית",
        "日本語",
        "🏭",
        "👩‍👩‍👧",
        "𝔐",
    ),
    *(".", ",", ":", ";", "?", "!", "...", "…", ". . .", "-", "--", "—", "–", "\u2010", "\u00ad", "\u00ac", "/", "|"),
    *('"', "'", "“", "”", "‘", "’", "„", "«", "»", '."', ".'", "'s", "s'", "'70s", "(", ")", "[", "]", "{", "}"),
    *(
        "*",
        "**",
        "***",
        "_",
        "*x*",
        "_y_",
        "* * *",
        "#",
        "## ",
        "\\",
        "$",
        "$$",
        "$^{^{\\rm 5}$",
        "19$^{th}$",
        "^3",
        "~",
        "`",
    ),
    *(
        "¹",
        "²",
        "³",
        "⁴",
        "⁵",
        "¹²",
        "[1]",
        "[2](x)",
        "†",
        "‡",
        "<sup>2</sup>",
        "<b>",
        "</p>",
        "&amp;",
        "&",
        "]]>",
        "{{ x }}",
        "{% x %}",
    ),
    *("1", "2", "12", "1917", "140-141", "2020-10-12", "IV.", "I", "1.", "a)", "-", "•"),
    *(
        "https://example.org/a_b-c*d",
        "www.example.org",
        "a@example.org",
        "Anti-Copyright",
        "Retrieved on 1 May",
        "Library",
    ),
    *(
        "\n",
        "\n\n",
        "\n\n",
        "\n\n",
        "\r\n",
        "\r\n\r\n",
        "\r",
        "\f",
        "\x0b",
        "\x85",
        "\u2028",
        "\u2029",
        "\t",
        " ",
        "  ",
        "\u00a0",
        "\u202f",
    ),
    *(
        "\ufeff",
        "\u200b",
        "\u200d",
        "\u200e",
        "\u202e",
        "\u2060",
        "\x01",
        "\x02",
        "\x07",
        "\x08",
        "\x0e",
        "\x1b",
        "\x1f",
        "\x7f",
    ),
    *("\x80", "\x9f", "\ufffe", "\uffff", "\ufffd", "\ue000", "\U0001fffe", "\U0010ffff", "\u0301", "ﬁ", "İ", "ß", "ſ"),
)
"""What extractions, authors and their enemies write."""

WORDS = st.sampled_from(TOKENS)
GLUE = st.sampled_from(("", " ", " ", " ", "\n", "\n\n"))
TEXTS = st.lists(st.tuples(WORDS, GLUE), min_size=1, max_size=60).map(lambda pairs: "".join(a + b for a, b in pairs))
ANY = st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=300)


def hold(text: str) -> Edition | None:
    """Return the edition of the text, every law held against it; None where it is refused."""
    try:
        book = Book("law", decode("law.txt", text.encode()))
        stages = run(book)
    except SourceError:
        return None
    edition = stages.edition
    source, document, sums = book.source, edition.document, edition.apparatus
    balance(source, document)
    assert sums.kept + sums.emended + sum(n for _, n in sums.set_aside) == len(source.text)
    assert sums.kept == sum(len(p.span) for p in pieces_of(document) if isinstance(p, Kept))
    order = stages.order
    assert sorted(i for leaf in order.leaves for i in leaf.text + leaf.notes) == list(range(len(order.atoms)))
    notes = notes_of(document)
    assert [note.number for note in notes] == list(range(1, len(notes) + 1))
    assert {n.number for n in notes if n.inferred} == {q.note for q in sums.queries if q.kind == "mark"}
    for piece in pieces_of(document):
        assert isinstance(piece, Emended) or piece.span.start < piece.span.end
    for query in sums.queries:
        assert 0 < query.confidence <= 1, query
    return edition


@given(TEXTS)
@example("con-\n\n¹ x\n\ntrol")
@example("¹ only a note")
@example("¹ one\n\n² two\n\n³ three\n\n⁴ four\n\n⁵ five")
@example("***")
@example("* * *\n\n* * *\n\n* * *\n\n* * *\n\n* * *")
@example("a\n\nb\n\nc\n\nd\n\ne")
@example("I\n\nII\n\nIII\n\nIV\n\nV")
@example("x-\n\nx-\n\nx-\n\nx-\n\nx-\n\nx-")
@example('"\n\n"\n\n"\n\n"\n\n"\n\n"')
@example("\ufeff\u200b")
@example("## \n\n#")
@example("a\x0bb\x0cc\x85d\u2028e")
@example("Anti-Copyright Library www.example.org")
@LAW
def test_the_law_holds_on_whatever_extractions_write(text: str) -> None:
    hold(text)


@given(ANY)
@LAW
def test_the_law_holds_on_any_text(text: str) -> None:
    hold(text)


@cache
def sample(case: str) -> str:
    return next(folder_of(case).glob("source.*")).read_bytes().decode()


SOURCES = [case for case in cases() if not (folder_of(case) / "source.pdf").exists()]


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """Return some pages of a real source with pieces lost, doubled, moved and spoilt."""
    text = sample(draw(st.sampled_from(SOURCES)))
    chance = random.Random(draw(st.integers(0, 2**32)))  # derived from the example, so the example repeats
    start = chance.randrange(len(text))
    text = text[start : start + chance.choice((500, 2000, 4000))]
    for _ in range(draw(st.integers(0, 12))):
        a, b = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        b = min(b, a + chance.choice((1, 5, 60, 600)))
        match chance.randrange(4):
            case 0:
                text = text[:a] + text[b:]
            case 1:
                text = text[:b] + text[a:b] + text[b:]
            case 2:
                text = text[:a] + text[b:] + text[a:b]
            case _:
                text = text[:a] + chance.choice(TOKENS) + text[b:]
    return text


@given(mutations())
@settings(LAW, max_examples=max(20, EXAMPLES // 3))
def test_the_law_holds_on_real_sources_that_are_spoilt(text: str) -> None:
    hold(text)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 8_000,
        "x " * 25_000,
        '"a" ' * 4_000,
        "'a' " * 1_500,
        "*a* " * 4_000,
        "*a " * 4_000,
        "$ " * 2_000,
        "¹ " * 1_500,
        "a¹ " * 800,
        "-\n" * 8_000,
        "con-\n" * 300,
        "# " * 2_000,
        "[1] " * 3_000,
        "¹ a\n\n" * 25,
        "a.\n\n" * 30,
        "a-\n\n" * 15,
        "It was late.\n\n" * 40,
        "word" + "-word" * 1_500,
        "x.y" * 1_500,
        "$^{" * 4_000,
        "www." * 1_500,
        "((((" * 8_000 + "1-2" * 3_000,
    ],
    ids=lambda text: f"{text[:8]!r} times {len(text)}",
)
def test_a_long_monotonous_text_ends_in_time(text: str) -> None:
    hold(text)


@given(TEXTS)
@settings(LAW, max_examples=max(10, EXAMPLES // 6))
def test_the_same_text_gives_the_same_edition(text: str) -> None:
    assert hold(text) == hold(text)


@given(TEXTS)
@settings(LAW, max_examples=max(10, EXAMPLES // 6))
def test_what_is_printed_has_no_character_that_xml_forbids(text: str) -> None:
    edition = hold(text)
    if edition is None:
        return
    from tests.fixture import printed

    shown = printed(edition)
    assert not set(shown) & ({chr(n) for n in range(32)} - set("\n\t")) - set("\r\f\v\x85"), escape(shown)


def test_errors_are_of_one_family() -> None:
    assert issubclass(SourceError, EditionError)
