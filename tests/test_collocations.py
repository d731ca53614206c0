"""What is counted of a language's pairs of words tells which go together, and nothing where nothing is counted."""

import gzip
import importlib.util
from pathlib import Path

import pytest

from edition import assets, collocations
from edition.collocations import UNCOUNTED, Collocations, are_phrase, read_collocations
from edition.errors import EditionError
from tests.bench import pairs

WORDS = frozenset(["to", "go", "the", "of", "people", "boat", "zzyzzx"])


def test_words_that_stand_together_in_the_language_are_told_from_those_that_do_not() -> None:
    found = read_collocations("en", WORDS)
    assert found.lift("to", "go") > 2
    assert found.lift("the", "people") > 1
    assert found.lift("the", "of") < -1
    assert found.lift("go", "the") < found.lift("to", "the")


def test_a_phrase_is_a_pair_among_the_most_frequent() -> None:
    assert are_phrase("long", "term")
    assert not are_phrase("term", "long")
    assert not are_phrase("ong", "term")


def test_of_what_is_not_counted_nothing_is_said() -> None:
    found = read_collocations("en", WORDS)
    assert found.lift("zzyzzx", "the") == found.lift("the", "zzyzzx") == 0
    assert read_collocations("ja", WORDS) == UNCOUNTED
    assert UNCOUNTED.lift("to", "go") == 0


def test_only_the_words_asked_for_are_kept() -> None:
    found = read_collocations("en", WORDS)
    assert set(found.words) < WORDS
    assert {word for pair in found.pairs for word in pair} <= WORDS


def test_what_a_pair_tells_has_bounds() -> None:
    found = Collocations({"a": 10**9, "b": 10**9, "c": 10**3}, {("a", "b"): 10**9, ("c", "c"): 900}, 10**12, 10, 0.1)
    assert found.lift("a", "b") == pytest.approx(6.91, abs=0.01)
    assert found.lift("b", "a") == -4
    assert found.lift("c", "c") == 8
    assert found.lift("a", "c") == 0


@pytest.mark.parametrize(
    ("language", "better", "worse"),
    [
        ("de", ("worden", "ist"), ("das", "der")),
        ("el", ("από", "την"), ("την", "από")),
        ("es", ("de", "los"), ("los", "de")),
        ("fr", ("il", "est"), ("est", "il")),
        ("it", ("per", "la"), ("la", "per")),
        ("pt", ("para", "os"), ("os", "para")),
        ("ru", ("потому", "что"), ("в", "и")),
    ],
)
def test_other_languages_are_counted_by_words_and_by_endings(
    language: str, better: tuple[str, str], worse: tuple[str, str]
) -> None:
    found = read_collocations(language, ())
    assert found.lift(*better) > 1 > -0.5 > found.lift(*worse)
    assert any(word.startswith("-") for word in found.words)
    assert not {word for pair in found.pairs for word in pair} - set(found.words)


def test_a_word_without_a_count_is_taken_for_its_ending_and_a_number_for_any() -> None:
    counts = {"the": 60, "-ing": 50, "-g": 9, "0": 20}
    found = Collocations(counts, {("the", "-ing"): 30, ("0", "the"): 10}, 1000, 3, 1.0)
    assert found.lift("the", "strolling") == found.lift("the", "-ing") > 1
    assert found.lift("the", "ring") < 1
    assert found.lift("1848", "the") > 1
    assert found.lift("the", "zebra") == 0


def test_a_table_says_of_what_it_was_counted_and_how(tmp_path: Path) -> None:
    page = '<page xmlns="http://projectmallard.org/1.0/"><p>The <em>old</em> man went to the river and sat.</p></page>'
    for name, text in {
        "de/page.page": page,
        "fr/page.page": page.replace("old", "young"),
        "de/book.txt": "The old man went to the village, too, by night.\n\nToo short.\n",
        "de/page.html": "<p>The old man went to the market on foot.</p><script>not this, never, in no way</script>",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    table = pairs.show("where from", pairs.paragraphs(tmp_path, "de"))
    head, total, *lines = gzip.decompress(table).decode().splitlines()
    assert head == "# where from"
    assert "old man 3" in lines
    assert "old 3" in lines
    assert not any("young" in line or "script" in line for line in lines)
    assert int(total) == sum(int(line.split()[1]) for line in lines if line.count(" ") == 1)
    assert table == pairs.show("where from", pairs.paragraphs(tmp_path, "de"))


def test_each_table_names_its_sources() -> None:
    tables = sorted(assets.path("pairs").iterdir())
    assert [path.name.split(".")[0] for path in tables] == ["de", "el", "es", "fr", "it", "pt", "ru"]
    for path in tables:
        assert gzip.decompress(path.read_bytes()).startswith(b"# Counted by tests/bench/pairs.py in Debian's ")


def test_a_missing_dictionary_is_an_error_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(collocations, "find_spec", lambda name: None if name == "symspellpy" else real(name))
    with pytest.raises(EditionError, match=r"symspellpy is not installed.*Install edition anew"):
        read_collocations("en", WORDS)
