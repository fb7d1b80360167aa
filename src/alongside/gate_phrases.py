"""Which of a text's languages a page shows: part of the gate.

In:   a Text, the language of a page
Out:  PublicPhrase: the words, with the language they are really in
"""

from __future__ import annotations

from alongside.public_phrase import PublicPhrase
from alongside.text import Text
from alongside.words import REFERENCE, direction_of


def phrase(text: Text, language: str) -> PublicPhrase:
    """Our own words: in the reader's language, or in English where nobody has translated them."""
    used = language if text.get(language) is not None else REFERENCE
    return phrase_of(text.get(used) or "", used)


def own_phrase(text: Text | None, language: str) -> PublicPhrase | None:
    """A partner's own words or name: in the reader's language, or as it wrote them itself.

    A consent for a language is one for the pages of that language: what a partner agreed to show there stands there
    in its own words, whichever language those are in.
    """
    if text is None:
        return None
    used = language if text.get(language) is not None else text.first_language
    return phrase_of(text.get(used) or "", used)


def exact_phrase(text: Text, language: str) -> PublicPhrase | None:
    """A text about a partner: agreed language by language, so never another one instead."""
    found = text.get(language)
    return None if found is None else phrase_of(found, language)


def phrase_of(text: str, language: str) -> PublicPhrase:
    return PublicPhrase(text=text, language=language, direction=direction_of(language))
