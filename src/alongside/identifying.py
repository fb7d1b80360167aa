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
    r"|(?<![\w.-])0\d{1,4}[ ./-]\d{2,4}[ ./-]?\d{2,4}[ ./-]?\d{0,4}"
)
COORDINATES = re.compile(
    r"-?\d{1,3}\.\d{3,}\s*°?\s*[NS]?\s*[,;/ ]\s*-?\d{1,3}\.\d{3,}|\d{1,3}°\s?\d{1,2}[′'’]", re.IGNORECASE
)
BANK = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}\b|(?<!\d)\d(?:[ -]?\d){11,18}(?!\d)")
ADDRESS = re.compile(
    r"\b(?:P\.?\s?O\.?\s?Box|B\.?P\.?|Apartado)\s*\d+"
    r"|\b\d{1,5},?\s+(?:rue|avenue|boulevard|calle|avenida|carrera)\s"
    r"|\b(?:calle|avenida|carrera|rue)\s[\w .]{2,30}\s(?:n[°º.o]?\s*)?\d{1,5}\b"
    r"|\b\d{1,5}\s+[A-Z]\w+\s+(?:Street|Road|Lane|Avenue|Drive)\b"
    r"|(?:شارع|ص\.ب\.?)\s*\S+\s*[\d٠-٩]+",
    re.IGNORECASE,
)
TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Mme|Mlle|Sr|Sra|Dra)\b\.?\s+[A-ZÀ-Þ]|(?:السيد|السيدة|الدكتور|الدكتورة)\s+\S")
WEB = re.compile(r"https?://|www\.|\b[\w-]+\.(?:org|com|net|info)\b", re.IGNORECASE)

_KINDS = (
    ("e-mail", EMAIL, "an e-mail address"),
    ("coordinates", COORDINATES, "coordinates"),
    ("bank", BANK, "a number like that of a bank account"),
    ("phone", PHONE, "a telephone number"),
    ("address", ADDRESS, "a postal address"),
    ("title", TITLE, "a person's name with a title"),
    ("web", WEB, "a web address"),
)


def identifying(text: str) -> list[tuple[str, str]]:
    """Code and plain name of each kind of thing that the text holds."""
    return [(code, name) for code, pattern, name in _KINDS if pattern.search(text)]
