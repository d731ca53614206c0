#!/usr/bin/env python3
# As it came but for a file left open, so that its figures are those of others who use it.
# ruff: noqa: ANN001, ANN201, ANN202, B905, C901, E401, E501, E701, E702, E731, EXE001, F401, I001, PLR0912, PLR0915, PLW2901, RUF007, SIM910
# fmt: off
"""Score a built EPUB against the truth of its text.

    python score.py TRUTH.json BOOK.epub [--json] [--show]

What is read is the EPUB alone, as a reading system would: the spine in order, note references
(`epub:type="noteref"` or `role="doc-noteref"`) followed to their targets. Nothing of the tool
that built it is imported, so any EPUB builder can be scored. Needs lxml and rapidfuzz.

Figures (a perfect edition scores breaks 0, word errors 0, every other 1.0):
  breaks        places where the reading order jumps, against the truth
  word_errors   words inserted, deleted or changed per 1,000 words of the truth (case and quotes folded,
                hyphens kept: 'anarchosyndicalist' for 'anarcho-syndicalist' is an error)
  paragraphs    F1 of paragraph boundaries
  notes         share of notes whose text is right (word similarity of at least 0.97) and reachable from a mark
  marks         share of notes whose mark stands at the right place, to the word; marks_kept and marks_lost split it into
                marks that the extraction kept and marks that it lost
  quotes        share of quotation marks and apostrophes that match the truth's curly ones
  italics       F1 of italic words
"""
import argparse, json, re, sys, unicodedata, zipfile
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from lxml import etree
from rapidfuzz.distance import Levenshtein

XH = "{http://www.w3.org/1999/xhtml}"; EP = "{http://www.idpf.org/2007/ops}type"
OPF = "{http://www.idpf.org/2007/opf}"
SKIP = {"titlepage", "halftitlepage", "halftitle", "halftitle-page", "colophon", "imprint", "copyright-page", "cover", "toc", "landmarks", "page-list", "frontmatter-only"}
BLOCK = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "div", "section", "header", "hgroup", "dt", "dd", "figcaption", "td", "th", "tr", "caption"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
MARK, PARA, ITALIC, ROMAN = "\x01", "\x02", "\x03", "\x04"
LIGATURES = str.maketrans({"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "ſ": "s"})
APPARATUS = {"apparatus", "textual-note"}

def types(el):
    return set((el.get(EP) or "").split()) | {r.replace("doc-", "") for r in (el.get("role") or "").split()}

def read_epub(path):
    """(body text with \\x01target\\x01 for marks and \\x02 between paragraphs, {target: note text})."""
    z = zipfile.ZipFile(path)
    opf = etree.fromstring(z.read("META-INF/container.xml")).find(".//{*}rootfile").get("full-path")
    pkg = etree.fromstring(z.read(opf)); base = dirname(opf)
    items = {i.get("id"): i for i in pkg.iter(OPF + "item")}
    docs = []
    for ref in pkg.iter(OPF + "itemref"):
        item = items[ref.get("idref")]
        if "nav" in (item.get("properties") or "").split(): continue
        href = normpath(join(base, unquote(item.get("href"))))
        docs.append((href, etree.fromstring(z.read(href), etree.XMLParser(recover=True, huge_tree=True))))
    targets, wanted = {}, []
    for href, root in docs:
        for a in root.iter(XH + "a"):
            if types(a) & {"noteref"}:
                ref = a.get("href") or ""
                f, _, frag = ref.partition("#")
                wanted.append((normpath(join(dirname(href), unquote(f))) if f else href) + "#" + frag)
    wanted = set(wanted)
    body = []
    def note_text(el):
        out = []
        def walk(e):
            if not isinstance(e.tag, str) or types(e) & {"backlink"}: return
            if e.tag.replace(XH, "") in BLOCK: out.append(" ")
            out.append(e.text or "")
            for c in e:
                walk(c); out.append(c.tail or "")
            if e.tag.replace(XH, "") in BLOCK: out.append(" ")
        walk(el)
        text = re.sub(r"[↩↑⏎]\ufe0e?", "", " ".join("".join(out).split()))
        return re.sub(r"^[\[(]?\d{1,3}[\])]?[.:]?\s+(?=\D)", "", text)
    def walk(e, href, italic, joined):
        if not isinstance(e.tag, str): return
        tag = e.tag.replace(XH, ""); ty = types(e)
        names = set((e.get("class") or "").split()) | {e.get("id") or ""}
        if tag in ("head", "nav", "style", "script", "svg", "figure") or ty & SKIP or ty & {"pagebreak"} or names & APPARATUS: return
        ident = f"{href}#{e.get('id')}" if e.get("id") else None
        if ident in wanted:
            targets[ident] = note_text(e); return
        parent = e.getparent()
        if tag in HEADINGS and parent is not None and types(parent) & {"endnotes", "footnotes", "rearnotes"}: return
        if tag == "a" and ty & {"noteref"}:
            ref = e.get("href") or ""; f, _, frag = ref.partition("#")
            body.append(MARK + (normpath(join(dirname(href), unquote(f))) if f else href) + "#" + frag + MARK); return
        if ty & {"backlink"}: return
        block = tag in BLOCK and not joined
        it = italic or tag in ("i", "em", "cite")
        if block: body.append(PARA)
        elif joined and tag in BLOCK: body.append(" ")
        if tag == "br": body.append(" ")
        if it and not italic: body.append(ITALIC)
        body.append(e.text or "")
        for c in e:
            walk(c, href, it, joined or tag == "hgroup")
            body.append(c.tail or "")
        if it and not italic: body.append(ROMAN)
        if block: body.append(PARA)
        elif joined and tag in BLOCK: body.append(" ")
    for href, root in docs:
        b = root.find(XH + "body")
        if b is not None: walk(b, href, False, False)
        body.append(PARA)
    return "".join(body), targets

FOLD = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‑": "-", "−": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200a": " ", "\u00ad": None, "\u2060": None, "\u200b": None, "…": None})

def fold(word): return re.sub(r"[^\w'-]", "", word.translate(FOLD).lower()).strip("'-_")

def tokens(text):
    """[(folded word, raw word, italic)], marks [(index, target)], paragraph starts {index}. Words, no punctuation, no list numbers."""
    words, marks, starts = [], [], set()
    new, italic = True, False
    text = unicodedata.normalize("NFC", text).translate(LIGATURES)
    for piece in re.split(r"(\x01[^\x01]*\x01|\x02)", text):
        if piece == PARA: new = True; continue
        if piece.startswith(MARK): marks.append((len(words), piece.strip(MARK))); continue
        for w in re.findall(r"[^\s—–]+", piece.replace("...", "… ").replace("…", "… ")):
            slanted = italic or w.startswith(ITALIC)
            for c in w:
                if c in ITALIC + ROMAN: italic = c == ITALIC
            w = w.replace(ITALIC, "").replace(ROMAN, "")
            f = fold(w)
            if not f or (new and re.fullmatch(r"\(?(\d{1,3}|[a-zа-я])[.)]", w.lower())): continue
            if new: starts.add(len(words)); new = False
            words.append((f, w, slanted))
    return words, marks, starts

def truth_text(t):
    parts = []
    for b in t["blocks"]:
        s = re.sub(r"\[\^(\d+)\]", lambda m: MARK + m[1] + MARK, b["text"])
        s = re.sub(r"\*([^*]+)\*", ITALIC + r"\1" + ROMAN, s)
        parts.append(PARA + s + PARA)
    return "".join(parts)

def similarity(a, b):
    wa = [w[0] for w in tokens(a)[0]]; wb = [w[0] for w in tokens(b)[0]]
    return Levenshtein.normalized_similarity(wa, wb)

def f1(hit, a, b): return 1.0 if a == b == 0 else (2 * hit / (a + b) if a + b else 0.0)

def breaks(truth, out):
    """Jumps of order: walk the output's unique 4-grams that are unique in the truth too; count non-successive runs."""
    n = 4
    def grams(ws):
        seen = {}
        for i in range(len(ws) - n + 1):
            g = tuple(ws[i:i + n]); seen[g] = -1 if g in seen else i
        return {g: i for g, i in seen.items() if i >= 0}
    gt, go = grams(truth), grams(out)
    seq = [gt[g] for g, _ in sorted(((g, i) for g, i in go.items() if g in gt), key=lambda x: x[1])]
    jumps = sum(1 for a, b in zip(seq, seq[1:]) if b < a or b - a > 60)
    return jumps, len(seq) / max(1, len(gt))

def lost_and_kept(truth_path, missed, all_marks):
    """Shares of marks in the right place among those the extraction kept and among those it lost (case.json beside the truth)."""
    case = Path(truth_path).parent / "case.json"
    if not case.exists(): return {}
    lost = set(json.loads(case.read_text()).get("lost_marks", []))
    share = lambda group: round(sum(n not in missed for n in group) / len(group), 4) if group else 1.0
    return {"marks_kept": share([n for n in all_marks if n not in lost]), "marks_lost": share([n for n in all_marks if n in lost]), "lost": len(lost)}

def without_titles(t, text):
    """Truth and text without blocks that only repeat the book's title, subtitle or author: an edition may set them or not."""
    flat = lambda x: " ".join(fold(w) for w in re.sub(r"\[\^\d+\]|\x01[^\x01]*\x01|[\x03\x04*]", "", x).split() if fold(w))
    bare = lambda x: re.sub(r"^([ivxlc]+|\d+) ", "", flat(x))
    names = {bare(t.get(k) or "") for k in ("title", "subtitle", "author")} | {bare(t["title"] + " " + (t.get("subtitle") or "")), flat(t.get("year") or "")} - {""}
    head = [b for i, b in enumerate(t["blocks"]) if i > 3 or "[^" in b["text"] or bare(b["text"]) not in names]
    seen, parts = 0, []
    for p in text.split(PARA):
        if bare(p): seen += 1
        if bare(p) in names and seen < 8 and MARK not in p: continue
        parts.append(p)
    return {**t, "blocks": head}, PARA.join(parts)

def score(truth_path, epub):
    t = json.loads(Path(truth_path).read_text(encoding="utf-8")); text, targets = read_epub(epub)
    t, text = without_titles(t, text)
    tw, tm, ts = tokens(truth_text(t)); ow, om, os_ = tokens(text)
    a = [w[0] for w in tw]; b = [w[0] for w in ow]
    j, seen = breaks(a, b)
    ops = Levenshtein.opcodes(a, b)
    errors = sum(max(o.src_end - o.src_start, o.dest_end - o.dest_start) for o in ops if o.tag != "equal")
    to_truth = {}
    detail = []
    for o in ops:
        if o.tag == "equal":
            for k in range(o.src_end - o.src_start): to_truth[o.dest_start + k] = o.src_start + k
        else: detail.append((o.tag, " ".join(w[1] for w in tw[max(0, o.src_start - 3):o.src_end + 3]), " ".join(w[1] for w in ow[max(0, o.dest_start - 3):o.dest_end + 3])))
    starts = {to_truth[i] for i in os_ if i in to_truth}
    # notes: each truth note is matched with the output note of the most similar text
    right_mark = right_note = 0; misses = []
    out_notes = [(pos, targets.get(ref, "")) for pos, ref in om]
    used = set()
    for pos, num in tm:
        want = t["notes"][num]
        best, best_i = 0.0, None
        for i, (p, txt) in enumerate(out_notes):
            if i in used: continue
            s = similarity(want, txt)
            # among equal texts the nearest in place
            if s > best + 1e-9 or (abs(s - best) < 1e-9 and best_i is not None and abs(to_truth.get(p - 1, -10**6) + 1 - pos) < abs(to_truth.get(out_notes[best_i][0] - 1, -10**6) + 1 - pos)):
                best, best_i = s, i
        if best_i is not None and best >= 0.5: used.add(best_i)
        if best >= 0.97: right_note += 1
        place = to_truth.get(out_notes[best_i][0] - 1, None) if best_i is not None and best >= 0.5 else None
        if place is not None and place + 1 == pos: right_mark += 1
        else: misses.append((num, want[:60], round(best, 2), None if place is None else place + 1 - pos))
    # typography
    q = qn = 0
    marked = [w[1] for w in tw if re.search(r"[“”‘’„«»\"']", w[1])]   # a truth in straight quotes says nothing of quotes
    curly = sum(not re.search("[\"']", w) for w in marked) > 0.9 * len(marked)
    curl = lambda s: re.sub(r"[^“”‘’„«»\"']", "", s)
    for i, k in to_truth.items():
        c = curl(tw[k][1])
        if c and curly: qn += 1; q += curl(ow[i][1]) == c
    head = set()
    for b, start in zip(t["blocks"], sorted(ts) if len(ts) == len(t["blocks"]) else []):
        if b["kind"] == "heading": head |= set(range(start, start + len(tokens(b["text"])[0])))
    ti = {k for k, w in enumerate(tw) if w[2]} - head; oi = {to_truth[i] for i, w in enumerate(ow) if w[2] and i in to_truth} - head
    return {"breaks": j, "covered": round(seen, 4), "word_errors": round(1000 * errors / max(1, len(a)), 2), "words": len(a),
            "paragraphs": round(f1(len(starts & ts), len(os_), len(ts)), 4),
            "notes": round(right_note / len(tm), 4) if tm else 1.0, "marks": round(right_mark / max(len(tm), len(om)), 4) if tm else float(not om), "note_count": len(tm), "output_notes": len(om),
            **lost_and_kept(truth_path, [m[0] for m in misses], [n for _, n in tm]),
            "quotes": round(q / qn, 4) if qn else 1.0, "italics": round(f1(len(ti & oi), len(ti), len(oi)), 4)}, misses, detail

if __name__ == "__main__":
    # with a case.json beside the truth, the marks are told apart: those the extraction kept, those it lost
    ap = argparse.ArgumentParser(); ap.add_argument("truth"); ap.add_argument("epub"); ap.add_argument("--json", action="store_true"); ap.add_argument("--show", action="store_true")
    args = ap.parse_args()
    figures, misses, detail = score(args.truth, args.epub)
    print(json.dumps(figures) if args.json else "  ".join(f"{k} {v}" for k, v in figures.items()))
    if args.show:
        for m in misses: print("mark", *m)
        for d in detail[:80]: print(*d, sep=" | ")
