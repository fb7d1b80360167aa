"""Find in a text what could lead to a person or a place: contact details, coordinates, addresses, bank numbers, titles.

In:   any text
Out:  what kind of thing it holds, never the thing itself

Used twice: to refuse such a text before it enters the public files, and to search what is published. Safety rule 3.
"""

from __future__ import annotations

import re

EMAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(
    r"(?<![\w.])(?:\+|00)[\d٠-٩][\d٠-٩ ()./-]{6,}[\d٠-٩](?!\w)"
    r"|(?<![\w./-])(?!\d\d[./]\d\d[./]\d{2,4})0\d{1,4}[ ./-]\d{2,4}[ ./-]?\d{2,4}[ ./-]?\d{0,4}"
    r"|(?<![\w.-])\d{2}(?: \d{2}){3}(?![\w-])"
)
COORDINATES = re.compile(
    r"-?\d{1,3}\.\d{3,}\s*°?\s*[NS]?\s*[,;/ ]\s*-?\d{1,3}\.\d{3,}|\d{1,3}°\s?\d{1,2}[′'’]", re.IGNORECASE
)
# Not a row of years, nor a day: four digits that begin with 19 or 20 are no part of an account.
BANK = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}\b|(?<!\d)(?!(?:19|20)\d\d\b)\d(?:[ -]?\d){11,18}(?!\d)")
ADDRESS = re.compile(
    r"\b(?:P\.?\s?O\.?\s?Box|B\.?P\.?|Apartado)\s*\d+"
    r"|\b\d{1,5},?\s+(?:rue|avenue|boulevard|calle|avenida|carrera)\s"
    r"|\b(?:calle|avenida|carrera|rue)\s[\w .]{2,30}\s(?:n[°º.o]?\s*)?\d{1,5}\b"
    r"|\b\d{1,5}\s+[A-Z]\w+\s+(?:Street|Road|Lane|Avenue|Drive)\b"
    r"|(?:شارع|ص\.ب\.?)\s*\S+\s*[\d٠-٩]+",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"\b(?:Mr|Mrs|Mme|Mlle|Sra|Dra|Madame|Monsieur|Sheikh|Cheikh|Señora?|Dr\.|Ms\.|Sr\.|Prof\.)\s+[A-ZÀ-Þ]"
    r"|\bDr\s+[A-ZÀ-Þ](?!ongo\b)|(?:السيدة?|الدكتورة?|الشيخة?|الأستاذة?)\s+\S|(?<!\S)[دأ]\.\s*\S"
)
WEB = re.compile(r"https?://|www\.|\b[\w-]+\.(?:org|com|net|info|me)\b|(?<!\S)@\w{3,}", re.IGNORECASE)

_KINDS_WITH_DIGITS = (
    ("coordinates", COORDINATES, "coordinates"),
    ("bank", BANK, "a number like that of a bank account"),
    ("phone", PHONE, "a telephone number"),
    ("address", ADDRESS, "a postal address"),
)
_KINDS = (
    ("e-mail", EMAIL, "an e-mail address"),
    ("title", TITLE, "a person's name with a title"),
    ("web", WEB, "a web address"),
)
_DIGIT = re.compile(r"\d")


def identifying(text: str) -> list[tuple[str, str]]:
    """Code and plain name of each kind of thing that the text holds."""
    kinds = (*_KINDS_WITH_DIGITS, *_KINDS) if _DIGIT.search(text) else _KINDS
    return [(code, name) for code, pattern, name in kinds if pattern.search(text)]
