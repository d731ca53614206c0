"""The few words that the edition itself prints as headings and labels; a language not here is served in English."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Phrases:
    """Headings and labels in one language."""

    language: str
    contents: str
    title_page: str
    notes: str
    note: str
    textual_note: str
    apparatus: str
    emendations: str
    hyphens: str
    marks: str
    queries: str
    slips: str
    colophon: str
    page: str
    pages: str
    paragraph: str
    cover: str
    landmarks: str
    text: str
    back: str
    """Names the link from a note back to its call."""
    pdf_pages: str


def _table() -> dict[str, Phrases]:
    words = {
        "en": (
            "Contents; Title page; Notes; Note; Textual Note; Editorial Apparatus; Emendations; Ambiguous "
            "Line-End Hyphens; Inferred Note Marks; Queries; Suspected Slips; Colophon; Page; Pages; "
            "Paragraph; Cover; Landmarks; Text; Back to the text; Pages of the PDF"
        ),
        "de": (
            "Inhalt; Titelseite; Anmerkungen; Anmerkung; Zu dieser Ausgabe; Editorischer Apparat; Eingriffe; "
            "Mehrdeutige Trennstriche am Zeilenende; Erschlossene Anmerkungszeichen; Offene Fragen; "
            "Mutmaßliche Versehen; Impressum; Seite; Seiten; Absatz; Umschlag; Orientierungspunkte; Text; "
            "Zurück zum Text; Seiten der PDF-Ausgabe"
        ),
        "fr": (
            "Table des matières; Page de titre; Notes; Note; Note sur le texte; Apparat critique; "
            "Émendations; Traits d’union ambigus en fin de ligne; Appels de note restitués; Questions; Lapsus "
            "présumés; Colophon; Page; Pages; Paragraphe; Couverture; Repères; Texte; Retour au texte; Pages du PDF"
        ),
        "es": (
            "Índice; Portada; Notas; Nota; Nota sobre el texto; Aparato crítico; Enmiendas; Guiones ambiguos "
            "a final de línea; Llamadas de nota inferidas; Dudas; Posibles erratas; Colofón; Página; Páginas; "
            "Párrafo; Cubierta; Puntos de referencia; Texto; Volver al texto; Páginas del PDF"
        ),
        "it": (
            "Indice; Frontespizio; Note; Nota; Nota al testo; Apparato critico; Emendamenti; Trattini ambigui "
            "a fine riga; Richiami di nota congetturati; Quesiti; Presunte sviste; Colophon; Pagina; Pagine; "
            "Capoverso; Copertina; Punti di riferimento; Testo; Torna al testo; Pagine del PDF"
        ),
        "pt": (
            "Índice; Folha de rosto; Notas; Nota; Nota sobre o texto; Aparato crítico; Emendas; Hifens "
            "ambíguos em fim de linha; Chamadas de nota inferidas; Dúvidas; Possíveis lapsos; Colofão; "
            "Página; Páginas; Parágrafo; Capa; Pontos de referência; Texto; Voltar ao texto; Páginas do PDF"
        ),
        "ru": (
            "Содержание; Титульный лист; Примечания; Примечание; От издателя; Текстологический аппарат; "
            "Исправления; Неоднозначные переносы; Восстановленные знаки примечаний; Вопросы; Вероятные "
            "описки; Выходные данные; Страница; Страницы; Абзац; Обложка; Ориентиры; Текст; "
            "Назад к тексту; Страницы PDF"
        ),
        "el": (
            "Περιεχόμενα; Σελίδα τίτλου; Σημειώσεις; Σημείωση; Σημείωμα για το κείμενο; Κριτικό υπόμνημα; "
            "Διορθώσεις; Αμφίβολα ενωτικά στο τέλος γραμμής; Συναγόμενες παραπομπές; Ερωτήματα; Πιθανές "
            "αβλεψίες; Κολοφώνας; Σελίδα; Σελίδες; Παράγραφος; Εξώφυλλο; Σημεία αναφοράς; Κείμενο; Πίσω στο "
            "κείμενο; Σελίδες του PDF"
        ),
        "he": (
            "תוכן העניינים; עמוד השער; הערות; הערה; על מהדורה זו; מנגנון ביקורתי; תיקונים; מקפים מסופקים בסופי "
            "שורות; ציוני הערות משוערים; שאלות; טעויות אפשריות; קולופון; עמוד; עמודים; פסקה; כריכה; ציוני דרך; "
            "טקסט; בחזרה לטקסט; עמודי ה־PDF"
        ),
        "ar": (
            "المحتويات; صفحة العنوان; الحواشي; حاشية; عن هذه الطبعة; الجهاز النقدي; تصويبات; شرطات ملتبسة في أواخر "
            "الأسطر; علامات حواش مستنبطة; أسئلة; هفوات محتملة; بيانات النشر; صفحة; صفحات; فقرة; الغلاف; معالم; "
            "النص; عودة إلى النص; صفحات PDF"
        ),
    }
    return {language: Phrases(language, *row.split("; ")) for language, row in words.items()}


_BY_LANGUAGE = _table()
_LEFTWARD = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "mzn", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"])
"""Languages that are written from right to left, where no script is named."""
_LEFTWARD_SCRIPTS = frozenset(["adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"])

_WITHOUT_CAPITALS = frozenset(["be", "bg", "grc", "hy", "ka", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"])
"""Languages in whose script the text face has no small capitals, where no script is named."""


def phrases(language: str) -> Phrases:
    """Return the words for a BCP 47 tag by its first part; English where the language is not here."""
    return _BY_LANGUAGE.get(language.lower().partition("-")[0], _BY_LANGUAGE["en"])


def direction(language: str) -> Literal["ltr", "rtl"]:
    """Return how a BCP 47 tag is written: by its script (ISO 15924) where it names one, else by its language."""
    first, script = _script(language)
    return "rtl" if (script in _LEFTWARD_SCRIPTS if script else first in _LEFTWARD) else "ltr"


def has_small_capitals(language: str) -> bool:
    """Tell whether the text face has small capitals for what a BCP 47 tag is written in."""
    first, script = _script(language)
    left = direction(language) == "ltr"
    return left and (script in {"latn", "grek"} if script else first not in _WITHOUT_CAPITALS)


def _script(language: str) -> tuple[str, str]:
    """Return the language of a BCP 47 tag, and the script that it names, or nothing."""
    first, *rest = language.lower().split("-")
    return first, next((part for part in rest if len(part) == 4 and part.isalpha()), "")
