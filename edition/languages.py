"""Which language a text is written in, told by its script and its commonest words."""

import re
import unicodedata
from collections import Counter

FUNCTION_WORDS = {
    "en": "the of and to in that is was it for as with his on be by not are from which but this have they had",
    "de": "der die und in den von zu das mit sich des auf ist im dem nicht ein eine als auch es an werden aus daß dass",
    "fr": "de la le et les des en un du une que est pour qui dans par plus pas au sur ne se ce il sont je l d qu n",
    "es": "de la que el en y los se del las un por con no una su para es al lo como más pero sus ha le",
    "it": "di che e la il un a per in una non del è con le si da dei i della al sono nel gli come l all dell",
    "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao das",
    "nl": "de van het een en in is dat op te zijn met voor niet aan er om ook als bij door maar uit",
    "sv": "och i att det som en på är av för med den till inte har om ett men var sig så från de",
    "da": "og i at det som en på er af for med den til ikke har om et men var sig så fra de blev",
    "nb": "og i at det som en på er av for med den til ikke har om et men var seg så fra de ble",
    "fi": "ja on ei se että oli hän mutta kun niin joka ovat myös kuin jos tai sen en ole sitä hänen sekä vain nyt",
    "pl": "w i na z nie się do to że jest o jak za od po przez co ale dla tego czy tym był",
    "cs": "a se v na je že to s z do i o jako za by ale jsem k si ve jeho po pro který není jen",
    "hu": "a az és hogy nem is egy ez volt de csak már meg mint még el ha azt ki vagy van aki minden",
    "ro": "de și în a la cu nu o pe din un este mai că se care pentru ce sau dar sunt au fost lui ca",
    "tr": "ve bir bu da de ne için ile o çok gibi daha ama olarak kadar sonra var olan her mi ki ben en",
    "ca": "de la i que el en els es les un per amb no una del al més a com són va seva però aquest dels",
    "la": "et in est non ad cum ut quod qui sed ex ab si hoc esse atque aut enim quae per ac quam neque sunt",
    "ru": "и в не на что он с как это по но из у за от же все так его к был для бы мы",
    "uk": "і в не на що він з як це та до але у за від же все так його був для би ми є які",
    "bg": "и на да се не за от в е това с по как че ще са но като до му го или във бе си",
    "el": "και το να του η της με που την απο για τα ειναι των σε ο οι στο θα τη στην τον δεν τις",
    "grc": "και δε μεν γαρ τον την το του της των εν τε τους τοις αλλα ουκ ου προς τω η ουν ως τα ει εις",
    "he": "של את על לא הוא כי זה אל עם גם אשר היא כל אם מן או היה אני אבל רק יש אין ולא",
    "yi": "און דער די איז אין צו ניט האט זיך אויף דאס מיט פון א אז וואס ער נישט איך געווען פאר",
    "ar": "في من على إلى أن لا ما هذا التي الذي عن هو كان كل إن قد ثم هذه هي مع لم بين ذلك",
    "fa": "و در به از که این را است با برای آن بود یک شد خود تا بر هم او هر می اما یا نیز",
    "ur": "کے کی میں ہے کا کو سے اور نے کہ یہ پر ہیں تھا ایک بھی اس وہ جو کر ہو نہیں تھے",
}
"""The commonest words of each language, in Greek without accents: enough to tell them apart on a page of prose."""
SCRIPTS = {
    "GREEK": ("el", "grc"),
    "CYRILLIC": ("ru", "uk", "bg"),
    "HEBREW": ("he", "yi"),
    "ARABIC": ("ar", "fa", "ur"),
}
"""The languages of the scripts that are not Latin; the first is taken where the words do not tell."""
FEWEST = 10
"""Words that a text needs to tell its language."""
_WORD = re.compile(r"[^\W\d_]+")
_MARKED = re.compile(r"[\u0591-\u05c7\u064b-\u0652]")
"""Vowel points and accents of Hebrew and Arabic, which most texts leave out."""


def detect_language(text: str, default: str = "en") -> str:
    """Return the language whose commonest words are the largest share of the text's words.

    A word that several languages have in common counts for less. Only the languages of the script come into question
    in which most of the letters are written. In Latin script it is `default` where that share is below 8 %, and for
    fewer than FEWEST words; otherwise the script's first.
    """
    words = [_plain(word) for word in _WORD.findall(_MARKED.sub("", text[:40_000]))]
    script = _script("".join(words[:2000]))
    known = SCRIPTS.get(script) or tuple(set(FUNCTION_WORDS) - {name for own in SCRIPTS.values() for name in own})
    default = SCRIPTS[script][0] if script in SCRIPTS else default
    if len(words) < FEWEST:
        return default
    counts = Counter(words)
    lists = {name: set(FUNCTION_WORDS[name].split()) for name in sorted(known)}
    common = Counter(word for listed in lists.values() for word in listed)
    best = max(lists, key=lambda name: sum(counts[word] / common[word] ** 0.5 for word in lists[name]))
    return best if sum(counts[word] for word in lists[best]) >= 0.08 * len(words) else default


def _plain(word: str) -> str:
    """Return a word in small letters; a Greek one without its accents, which no two ages write alike."""
    small = word.lower()
    if not "\u0370" <= small[:1] <= "\u1fff":
        return small
    return "".join(c for c in unicodedata.normalize("NFD", small) if not unicodedata.combining(c))


def _script(letters: str) -> str:
    """Return the script, of those that are not Latin, in which most of the letters are written, or nothing."""
    counts = Counter(unicodedata.name(c, "").partition(" ")[0] for c in letters)
    return next((script for script in SCRIPTS if counts[script] * 2 > len(letters)), "")


def reads_leftwards(texts: tuple[str, ...]) -> bool:
    """Tell whether a text is written from right to left, by its first letters."""
    letters = [unicodedata.bidirectional(c) for text in texts[:40] for c in text[:200] if c.isalpha()]
    return sum(kind in ("R", "AL") for kind in letters) > len(letters) / 2
