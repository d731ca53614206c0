"""Which signs stand between paragraphs, and which between sentences alone."""

from edition.openings import count_openings


def test_a_sign_that_only_ends_paragraphs_speaks_for_one() -> None:
    ends = [("as he said:", "The mill"), ("as follows:", "A river")] * 8 + [("by the mill.", "The river")] * 16
    within = ["It is late. The mill stands. A man came. They left"] * 16
    openings = count_openings(ends, within)
    assert openings.evidence("and he wrote:", "This is") > 0.5
    assert openings.evidence("in the end.", "This is") < 0


def test_where_nothing_was_counted_signs_say_nothing() -> None:
    assert count_openings([], []).evidence("the end.", "The mill") == 0


def test_a_first_word_that_begins_paragraphs_speaks_for_one_and_one_seen_once_says_little() -> None:
    ends = [("by the mill.", "Miller")] * 6 + [("by the mill.", f"W{chr(97 + n)}") for n in range(20)]
    within = ["It is late. They left. A man came. They slept. Where was he. They ate. Now it rains"] * 6
    openings = count_openings(ends, [*within, "The sky is grey. Perhaps it rains"])

    def told(word: str) -> float:
        return openings.evidence("in the end.", f"{word} was there") - openings.evidence(
            "in the end.", "Unseen was there"
        )

    assert told("Miller") > 1
    assert told("They") < -1
    assert -0.5 < told("Perhaps") < 0
