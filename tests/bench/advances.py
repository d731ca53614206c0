"""The table of how wide text faces are: `python -m tests.bench.advances FACE.otf…`, written where `edition` reads it.

The faces are those of Debian's fonts-liberation2, fonts-linuxlibertine, fonts-cmu, fonts-texgyre, fonts-dejavu-core,
fonts-crosextra-carlito and fonts-sil-charis, and the EB Garamond in `fonts`. A width is a fact; nothing else of a face
is kept.
"""

import sys
from pathlib import Path
from unicodedata import normalize

from fontTools.ttLib import TTFont

TABLE = Path(__file__).resolve().parent.parent.parent / "edition" / "advances.txt"
CHARS = "".join(
    chr(code)
    for first, last in ((0x20, 0x7E), (0xA1, 0xFF), (0x152, 0x153), (0x391, 0x3C9), (0x401, 0x45F), (0x2010, 0x203A))
    for code in range(first, last + 1)
)


def main() -> None:
    """Write the table: a column for each face, a line for each character, widths in thousandths of an em."""
    faces = [TTFont(name) for name in sys.argv[1:]]
    maps = [face.getBestCmap() for face in faces]
    lines = ["\t".join(["", *(face["name"].getBestFamilyName() for face in faces)])]
    for char in CHARS:
        if normalize("NFD", char) != char or not char.isprintable():
            continue
        widths = [
            f"{1000 * face['hmtx'][own[ord(char)]][0] / face['head'].unitsPerEm:.0f}" if ord(char) in own else ""
            for face, own in zip(faces, maps, strict=True)
        ]
        if widths[0]:
            lines.append("\t".join([char, *widths]))
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(faces)} faces, {len(lines) - 1} characters: {TABLE}")


if __name__ == "__main__":
    main()
