"""Notes that stand in the text, right behind the paragraph that calls them."""

from collections import Counter
from itertools import pairwise

from edition.capacity import Atom
from edition.labels import find_calls


def stands_inline(atoms: tuple[Atom, ...], texts: tuple[str, ...]) -> bool:
    """Tell whether notes stand right behind the paragraph that calls them, and not gathered by page or side.

    Of gathered notes, not a third are called in the last paragraph before them; where all of a few are, it is no matter
    which they are.
    """
    near, far = _weigh(atoms, texts)
    runs = sum(b.kind == "note" != a.kind for a, b in pairwise(atoms))
    return (near >= 3 and near >= 2 * far and runs >= 3) or (near >= 2 and not far)


def may_stand_inline(atoms: tuple[Atom, ...], texts: tuple[str, ...]) -> bool:
    """Tell whether the few marks that are left speak for it as much as against it."""
    near, far = _weigh(atoms, texts)
    return near > 0 and near >= far


def _weigh(atoms: tuple[Atom, ...], texts: tuple[str, ...]) -> tuple[int, int]:
    """Return how many notes are called in the last paragraph before them, and how many from elsewhere alone.

    A label that several notes share may be called from elsewhere, as chapters and pages number anew: it speaks against
    where it is called between the note and the last one with that label.
    """
    noted = Counter(atom.label for atom in atoms if atom.kind == "note")
    labels = find_calls([text if a.kind == "text" else "" for a, text in zip(atoms, texts, strict=True)], set(noted))
    last: dict[str, int] = {}
    near = far = 0
    for i, atom in enumerate(atoms):
        if atom.kind != "note" or not atom.label:
            continue
        before = next((j for j in range(i - 1, -1, -1) if atoms[j].kind == "text"), None)
        called = [j for j, own in enumerate(labels) if atom.label in own]
        if noted[atom.label] > 1:
            called = [j for j in called if last.get(atom.label, -1) < j < i]
        near += before in called
        far += bool(called) and before not in called
        last[atom.label] = i
    return near, far
