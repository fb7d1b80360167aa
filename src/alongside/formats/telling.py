"""What every format says around the questions: the head of a form, the small print of a question, figures as words.

In:   a Form
Out:  plain texts in its language
"""

from __future__ import annotations

from alongside.shapes import Number, Total
from alongside.tool import SENSITIVITIES, USES, Form, Question
from alongside.units import UNITS
from alongside.words import N_

LICENCE = "CC\u00a0BY\u00a04.0"  # in one piece: a line that breaks inside it turns its parts around in Arabic


def facts(form: Form) -> list[tuple[str, str]]:
    """What to know before beginning: pairs of a title and a text."""
    tool, say = form.tool, form.words.say
    return [
        (say(N_("What it is for")), tool.purpose),
        (say(N_("Who takes part")), tool.people),
        (say(N_("Time needed")), minutes(form)),
        (say(N_("Who gets to see it")), tool.shared),
        (say(N_("What may be counted")), tool.counted),
        (say(N_("Your freedom")), say(N_("You may skip any question. Nobody has to give a reason."))),
    ]


def minutes(form: Form) -> str:
    """`about 90 minutes`."""
    number = form.tool.minutes[form.size]
    return form.words.say_number("about %(num)s minute", "about %(num)s minutes", number) % {"num": number}


def size_name(form: Form) -> str:
    return form.words.say({"standard": N_("Standard size"), "light": N_("Light size")}[form.size])


def edition(form: Form) -> str:
    """Version, month and language, in one line. Kept left to right where figures need it, by the formats."""
    month = form.words.month(f"{form.tool.day:%Y-%m}")
    version = form.words.say(N_("Version %(version)s")) % {"version": form.tool.version}
    return " · ".join((version, month, form.words.name, size_name(form), LICENCE))


def notices(form: Form) -> list[str]:
    """What readers of a translation must know about it."""
    say = form.words.say
    found = []
    if form.tool.translation == "machine":
        found.append(say(N_("This translation was made by machine; nobody has reviewed it yet.")))
    if form.tool.older:
        found.append(say(N_("The English version has changed since this translation was made.")))
    return found


def small_print(form: Form, question: Question) -> str:
    """Which promises a question serves, who may count the answer, what it is used for."""
    say = form.words.say
    told = [" ".join(question.serves)] if question.serves else []
    told.append(say(SENSITIVITIES[question.sensitivity]))
    if question.uses:
        told.append(say(N_("for: %(uses)s")) % {"uses": comma(form).join(say(USES[use]) for use in question.uses)})
    return " · ".join(told)


def comma(form: Form) -> str:
    return form.words.say(N_(", "))


def unit(form: Form, shape: Number | Total) -> str:
    """The word for what a figure counts; empty where it counts nothing named."""
    return form.words.say(UNITS[shape.unit]) if shape.unit else ""


def bounds(form: Form, shape: Number) -> str:
    """`0 to 100`, where a figure has bounds."""
    if shape.least is None or shape.most is None:
        return ""
    values = {"least": form.words.figure(shape.least), "most": form.words.figure(shape.most)}
    return form.words.say(N_("%(least)s to %(most)s")) % values
