"""The cells of tables that a text holds: between pipes, or in columns that spaces keep apart."""

import re
from itertools import pairwise

_RULE = re.compile(r"[\s|:+=-]+")
"""A line between rows that are written with pipes, or a row of empty cells."""
_DASHES = re.compile(r"\s*(?:[-=]{3,}\s*)+")
"""One between rows whose columns spaces keep apart; a single dash in each column is a row of nothings."""


def cells(text: str) -> list[list[tuple[int, int]]]:
    """Return the places of the cells of a table, row by row; nothing where the text is none.

    Every row has as many cells, and what lies between them is pipes, rules and white space.
    """
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text) if m.group().strip()]
    if len(lines) < 2:
        return []
    rows = [(a, b) for a, b in lines if not _RULE.fullmatch(text[a:b])]
    if all(text[a:b].count("|") >= 2 or text[a:b].strip().startswith("|") for a, b in rows):
        found = _piped(text, rows)
    else:
        found = _aligned(text, [(a, b) for a, b in lines if not _DASHES.fullmatch(text[a:b])])
    widths = {len(row) for row in found}
    return found if len(found) >= 2 and len(widths) == 1 and widths.pop() >= 2 else []


def headed(text: str) -> bool:
    """Tell whether the first row of a table names its columns: a rule parts it from the others, as Markdown has it.

    Of a table with more rules the double one counts.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    rows = [n for n, line in enumerate(lines) if not (_RULE.fullmatch(line) or _DASHES.fullmatch(line))]
    inner = [n for n in range(rows[0], rows[-1]) if n not in rows and set(lines[n]) & set("-=")]
    double = [n for n in inner if "=" in lines[n]]
    return (double if len(inner) > 1 else inner) == [rows[0] + 1]


def _piped(text: str, lines: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    found = []
    for a, b in lines:
        bars = [m.start() for m in re.finditer(r"(?<!\\)\|", text[a:b])]
        edges = sorted({*bars, *([] if text[a:b].lstrip().startswith("|") else [-1])})
        edges += [] if text[a:b].rstrip().endswith("|") else [b - a]
        found.append([_trimmed(text, a + x + 1, a + y) for x, y in pairwise(edges)])
    return found


def _aligned(text: str, lines: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Return the cells of lines in which at least two blanks stand above each other, in three lines or more."""
    width = max(b - a for a, b in lines)
    rows = [text[a:b].expandtabs(1).ljust(width) for a, b in lines]
    if len(lines) < 3 or width > 110 or any("  " not in row.strip() and "\t" not in text for row in rows):
        return []
    blank = "".join(" " if all(row[n] == " " for row in rows) else "x" for n in range(width))
    gutters = [m.span() for m in re.finditer(r"(?<=x) {2,}(?=x)", blank)]
    edges = [0, *(end for _, end in gutters), width]
    return [[_trimmed(text, min(a + x, b), min(a + y, b)) for x, y in pairwise(edges)] for a, b in lines]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    left = len(inner) - len(inner.lstrip())
    return start + min(left, end - start), max(start + min(left, end - start), start + len(inner.rstrip()))
