"""What other imposers lay out, `unimpose` takes apart: by itself, every page, in words and in looks."""

import pytest

from tests.bench.oracles import BOOKLETIMPOSER, OWN, PDFIMPOSE, Oracle, judge


@pytest.mark.parametrize("oracle", [*PDFIMPOSE, *BOOKLETIMPOSER], ids=str)
def test_other_imposers_are_undone(oracle: Oracle) -> None:
    found, what, right = judge(oracle)
    assert right, f"{found}: {what}"


@pytest.mark.parametrize("oracle", OWN, ids=str)
def test_our_own_is_undone(oracle: Oracle) -> None:
    found, what, right = judge(oracle)
    assert right, f"{found}: {what}"
