"""What figures are counted in.

In:   nothing
Out:  the codes, and the word for each in the interface's own language
"""

from __future__ import annotations

from alongside.words import N_

UNITS = {
    "people": N_("people"),
    "partners": N_("partners"),
    "days": N_("days"),
    "hours": N_("hours"),
    "months": N_("months"),
    "percent": N_("percent"),
    "times": N_("times"),
    "money": N_("in your currency"),
}
