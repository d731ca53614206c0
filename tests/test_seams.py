"""Words that stand together elsewhere in a book go together better than words that do not."""

import pytest

from edition.collocations import read_collocations
from edition.seams import TOKEN, Seams

TEXT = (
    "The old man went to the river. The old woman went to the village and the old man stayed. "
    "In the village the people of the valley met Peter at the river, and Peter went to the valley. "
) * 12
SEAMS = Seams(TOKEN.findall(TEXT))


@pytest.mark.parametrize(
    ("before", "better", "worse"),
    [
        (["to", "the"], ["village"], ["of"]),
        (["old", "man"], ["went"], ["the"]),
        (["the", "river", "."], ["The", "old"], ["went", "to"]),
        (["river", ",", "and"], ["Peter"], ["In"]),
    ],
)
def test_fit_prefers_what_the_book_says(before: list[str], better: list[str], worse: list[str]) -> None:
    assert SEAMS.fit(before, better) > SEAMS.fit(before, worse) + 1


def test_a_pair_is_no_evidence_for_itself() -> None:
    once = Seams(TOKEN.findall(TEXT + "A boat sank"))
    assert once.fit(["boat"], ["sank"], own=1) < once.fit(["boat"], ["sank"])
    assert SEAMS.fit([], ["sank"]) == 0


def test_the_language_tells_what_the_book_has_too_few_words_to_show() -> None:
    tokens = TOKEN.findall(TEXT + "They wanted a boat. Some go there by sea.")
    alone, counted = Seams(tokens), Seams(tokens, read_collocations("en", {token.lower() for token in tokens}))
    better, worse = (["wanted"], ["to", "go"]), (["wanted"], ["there"])
    assert counted.fit(*better) - counted.fit(*worse) > alone.fit(*better) - alone.fit(*worse) + 1
