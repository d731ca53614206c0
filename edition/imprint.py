"""What a title page and a colophon say of the book: rights, publisher, where the text was found, the year."""

import re

_RIGHTS = (
    re.compile(r"\banti-?\s?copyright\b|\bno copyright\b|\bcopyleft\b|\bcopyright free\b", re.IGNORECASE),
    re.compile(r"\bCC[ -](?:BY(?:[ -](?:NC|SA|ND))*|0)(?: \d(?:\.\d)?)?", re.IGNORECASE),
    re.compile(r"\bcreative commons\b[^.;\n]{0,80}", re.IGNORECASE),
    re.compile(r"(?:©|\bcopyright\b)[^.;\n]{0,60}", re.IGNORECASE),
    re.compile(r"\ball rights reserved\b|\b(?:in )?(?:the )?public domain\b|\bdominio público\b", re.IGNORECASE),
)
_FOUND = re.compile(
    r"\b(?:retrieved (?:on|from)|abgerufen (?:am|von)|consulté le|récupéré|recuperado|consultato il|recuperato"
    r"|opgehaald|hämtad|pobrano|получено|извлечено|ανακτήθηκε)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,12}(?:/\S*)?")
_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")


def year_of(text: str) -> str:
    """Return the first year that a line of a title page names, or the line where it names none."""
    m = _YEAR.search(text)
    return m.group() if m else text


def rights_of(lines: list[str]) -> str:
    """Return what the lines say of the rights in the text, in their own words; nothing where they say nothing."""
    for pattern in _RIGHTS:
        for line in lines:
            if m := pattern.search(line):
                return m.group().strip(" ,.")
    return ""


def found_at(lines: list[str]) -> str:
    """Return where the text was taken from, in the words of the line that says when it was."""
    for line in lines:
        if m := _FOUND.search(line):
            addresses = list(_ADDRESS.finditer(m.group()))
            return m.group()[: addresses[0].end()].strip(" .") if addresses else m.group().strip(" .")
    return ""


def publisher_of(lines: list[str], known: list[str]) -> str:
    """Return the publisher: the first line, if it is short, and none that names the book, its rights or an address.

    `known` are the lines of the title page.
    """
    if not lines:
        return ""
    first = lines[0].strip()
    said = {" ".join(line.lower().split()) for line in known}
    taken = rights_of([first]) or _FOUND.search(first) or _ADDRESS.search(first) or _YEAR.search(first)
    return "" if taken or len(first) > 60 or first.endswith(".") or first.lower() in said else first
