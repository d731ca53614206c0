"""The table of widths knows every letter of the languages that are read, in each of its faces."""

import pytest

from edition.advances import read_faces, read_widths

FACES = {face.name: face for face in read_faces()}


@pytest.mark.parametrize("name", FACES)
def test_every_face_has_sensible_widths(name: str) -> None:
    face = FACES[name]
    for char in "abcdefghijklmnopqrstuvwxyzßæабвгдежзиклмнопрстуфхцчшщαβγδεζηθικλμνξοπρστυφχψω0123456789.,;:()“”’—":
        assert 0.1 < face.width(char) < 1.3, char
    assert face.width("m") > 1.5 * face.width("i")
    assert face.width("é") == face.width("e")
    assert face.width('"') == face.width("“")


def test_faces_differ() -> None:
    assert len({round(sum(map(face.width, "the quick brown fox")), 2) for face in FACES.values()}) == len(FACES)


def test_a_note_mark_is_as_wide_as_its_small_figures() -> None:
    face = FACES["Linux Libertine O"]
    plain = sum(read_widths("it. And", face))
    for mark in ("[12]", "$^{^{\\rm 12}$", "<sup>12</sup>", "^12"):
        assert sum(read_widths(f"it.{mark} And", face)) == pytest.approx(plain + 2 * 0.65 * face.width("1"), abs=0.02)


def test_what_marks_italics_has_no_width() -> None:
    face = FACES["EB Garamond"]
    assert sum(read_widths("an *own* word", face)) == pytest.approx(sum(read_widths("an own word", face)))
