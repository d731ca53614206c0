"""How wide the characters of faces for text are: a table of ten, among them those that most booklets are set in."""

from dataclasses import dataclass
from functools import cache
from unicodedata import normalize

from edition import assets
from edition.labels import MARK


@dataclass(frozen=True, eq=False, slots=True)
class Face:
    """How wide the characters of a face for text are, in em."""

    name: str
    widths: dict[str, float]

    def width(self, char: str) -> float:
        """Return how wide a character is; its accents, and what the extraction writes for italics, have no width."""
        found = self.widths.get(char)
        if found is None:
            base = normalize("NFD", char)[0]
            found = self.widths[char] = self.widths.get(base, 0.5)
        return found


@cache
def read_faces() -> tuple[Face, ...]:
    """Return the faces that are known."""
    first, *lines = assets.read("advances.txt").rstrip("\n").split("\n")
    names = first.split("\t")[1:]
    rows = [(line[0], line[2:].split("\t")) for line in lines]
    faces = []
    for n, name in enumerate(names):
        widths = {char: float(row[n] or row[0]) / 1000 for char, row in rows}
        # What was straightened, and what marks italics.
        faces.append(Face(name, widths | {'"': widths["“"], "'": widths["’"], "*": 0.0, "_": 0.0, "\n": 0.0}))
    return tuple(faces)


def read_widths(text: str, face: Face) -> list[float]:
    """Return how wide each character of a text is, in em: of note marks only their figures, in smaller type."""
    known = face.widths
    for char in dict.fromkeys(text):
        if char not in known:
            face.width(char)
    widths = [known[char] for char in text]
    for mark in MARK.finditer(text):
        for i in range(mark.start(), mark.end()):
            widths[i] *= 0.65 * text[i].isdigit()
    return widths
