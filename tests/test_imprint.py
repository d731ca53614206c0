"""What title page and colophon say of the book is its metadata, and `edition new` shows it."""

import pytest

from edition.imprint import found_at, publisher_of, rights_of, year_of
from edition.start import configuration
from tests.fixture import edition_of

TEXT = """The Tale of the Lamp

by Ada Corder

London, 1911

It was late, and the lamp was lit. Nobody had lit it.

The Lamp Library

Anti-Copyright

Retrieved on March 8, 2012 from lamp.example.org
"""


def test_a_bare_file_needs_no_configuration() -> None:
    found = edition_of(TEXT).metadata
    assert (found.title, found.author, found.date) == ("The Tale of the Lamp", "Ada Corder", "1911")
    assert (found.publisher, found.rights) == ("The Lamp Library", "Anti-Copyright")
    assert found.source == "Retrieved on March 8, 2012 from lamp.example.org"


def test_the_first_configuration_shows_what_was_found() -> None:
    written = configuration(edition_of(TEXT), "source.txt")
    for line in (
        '# title = "The Tale of the Lamp"',
        '# author = "Ada Corder"',
        '# date = "1911"',
        '# language = "en"',
        '# rights = "Anti-Copyright"',
        '# publisher = "The Lamp Library"',
        '# source = "Retrieved on March 8, 2012 from lamp.example.org"',
    ):
        assert line in written.split("\n")


@pytest.mark.parametrize(
    ("line", "rights"),
    [
        ("This work is licensed under CC BY-SA 4.0", "CC BY-SA 4.0"),
        ("© 1998 Ada Corder. Printed in Leeds.", "© 1998 Ada Corder"),
        ("No copyright. Copy and pass on.", "No copyright"),
        ("Licensed under a Creative Commons Attribution licence.", "Creative Commons Attribution licence"),
        ("In the public domain.", "In the public domain"),
        ("The mill stood still.", ""),
    ],
)
def test_rights(line: str, rights: str) -> None:
    assert rights_of(["The River Press", line]) == rights


def test_what_is_no_publisher() -> None:
    assert publisher_of(["The River Press", "Anti-Copyright"], []) == "The River Press"
    for line in ("Anti-Copyright", "The Tale of the Lamp", "Leeds 1998", "www.example.org", "Set by hand."):
        assert not publisher_of([line], ["The Tale of the Lamp"])


def test_years_and_places() -> None:
    assert year_of("London, March 1911") == "1911"
    assert year_of("no year") == "no year"
    assert found_at(["Abgerufen am 8. März 2012 von lampe.example.org. Dank an alle."]) == (
        "Abgerufen am 8. März 2012 von lampe.example.org"
    )
    assert not found_at(["The River Press"])
