"""The interface's words of the web form, for its bar and for form.js.

In:   a Form
Out:  texts in its language, and what form.js needs to know of the form
"""

from __future__ import annotations

import zlib

from alongside.formats.webform_shapes import Lists
from alongside.tool import Form
from alongside.words import N_

PRIVATE = N_(
    "What you write here is sent nowhere, and is gone when you close the page. To keep it, use the bar at the bottom."
)
SAFEST = N_("A file is the safest way. What this device keeps, others who use its browser can read.")
BUTTONS = {
    "more": N_("Save, open, print"),
    "save": N_("Save as a file"),
    "open": N_("Open a file"),
    "print": N_("Print"),
    "keep": N_("Keep on this device"),
    "clear": N_("Clear this device"),
    "yes": N_("Yes, go on"),
    "no": N_("No, go back"),
}

_WORDS = {
    "contents": N_("On this page"),
    "progress": N_("%(done)s of %(all)s answered"),
    "undo": N_("Clear this answer"),
    "add": N_("Add a row"),
    "row": N_("Row %(number)s"),
    "unread": N_("This is no figure that the form can read. Write digits, for example 1250."),
    "either": N_("Read as %(figure)s. If that is wrong, write the figure without a sign for thousands."),
    "unfit": N_("Please check this figure: it does not fit what is asked for."),
    "unsaved": N_("Not saved yet"),
    "saved": N_("Saved as a file, where your browser puts downloads."),
    "kept": N_("Kept in this browser, with every change from now on."),
    "unable": N_("This browser keeps nothing. Save a file instead."),
    "restored": N_("These answers were kept on this device."),
    "opened": N_("The answers of the file are in the form."),
    "foreign": N_("This is no file with answers to this form."),
    "version": N_("They were given to another version of the form; please check them."),
    "language": N_("They were given in another language."),
    "left": N_("Answers for which this form has no place: %(number)s"),
    "unseen": N_("Answers that are not shown here, and that are kept: %(number)s"),
    "cleared": N_("The form is empty, and this browser keeps nothing of it. Files that you saved stay."),
    "replace": N_("The file takes the place of what you have written."),
    "erase": N_("All answers will be gone, in this form and on this device."),
}


def setting(form: Form, lists: Lists) -> dict[str, object]:
    """What form.js needs. The key under which a browser keeps answers does not tell what they are about."""
    signs = form.words.locale.number_symbols["latn"]
    return {
        "key": f"form-{zlib.crc32(form.tool.id.encode()):08x}",
        "stem": form.stem,
        "signs": [signs["group"], signs["decimal"]],
        "lists": [
            [[choice.id, choice.text, 1] if choice.aside else [choice.id, choice.text] for choice in choices]
            for choices in lists
        ],
        "words": {name: form.words.say(message) for name, message in _WORDS.items()},
    }
