"""Fill in sheets with invented answers, as a year of teams and partners would send them.

    python tests/tasks/invent.py FOLDER YEAR [NUMBER]

writes NUMBER files (200) in six formats and four languages, with what comes along in real life: duplicates, sheets of
another year, a photo, a file cut short. The same year gives the same files. The invented years in data/progress/ are
made from such folders.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from alongside import formats
from alongside.answers import Answers, as_text
from alongside.formats.xlsform_names import SIZE, TOOL, VERSION, Names
from alongside.load import Sources, load
from alongside.shapes import Table
from alongside.tool import Form, leaves_of

ROOT = Path(__file__).parents[2]
ENDINGS = ("html", "pdf", "docx", "odt", "xlsx")
TEAM_SHARE = 0.2
YEAR_ONE = 2024


class Inventor:
    """Answers of invented teams. Things become a little better from year to year, and not everywhere."""

    def __init__(self, sources: Sources, year: int) -> None:
        self.sources = sources
        self.year = year
        self.dice = random.Random(f"alongside {year}")
        self.words = {item.code: item for item in sources.words}
        self.luck = 0.55 + 0.06 * (year - YEAR_ONE)

    def form(self, tool: str, language: str) -> Form:
        return Form(self.sources.toolkit[tool][language], self.words[language])

    def cover(self, reference: str, side: str | None = None) -> Answers:
        day = date(self.year + 1, 1, 1 + self.dice.randrange(28))
        found: Answers = {"reference": reference, "year": Decimal(self.year), "filled_on": day}
        return found | ({"side": side} if side else {})

    def report(self, number: int) -> Answers:
        """The numbers of one team."""
        active = self.dice.randint(6, 16)
        found = self.cover(f"team {number}") | {"pages": "report", "active": Decimal(active)}
        found |= {"reflected": self.part(active), "reviewed": self.dice.choice(["yes", "yes", "partly", "no"])}
        found |= self.spread("kinds", "active", active) | self.spread("together", "partners", active)
        found |= self.spread("who_leads", "ours", active) | self.spread("who_leads", "theirs", active)
        found |= self.spread("moved", "partners", max(active - 2, 1)) | self.spread("paid", "times", active * 2)
        found |= {
            f"kinds.{row}.first": Decimal(self.dice.randint(0, min(1, int(str(found[f"kinds.{row}.active"])))))
            for row in self.rows("kinds")
        }
        for table in ("equal_partners", "equal_work", "smooth_partners", "smooth_work", "deep_partners", "deep_work"):
            for row in self.rows(table):
                base = self.dice.randint(3, active + 3)
                found |= {f"{table}.{row}.base": Decimal(base), f"{table}.{row}.had": self.part(base)}
        found |= {f"doors.{row}.opened": Decimal(self.dice.randint(0, 4)) for row in self.rows("doors")}
        found |= {f"doors.{row}.useful": Decimal(self.dice.randint(0, 2)) for row in self.rows("doors")}
        for line, rate in enumerate(self.dice.sample([0, 5, 7, 8, 10, 12], 2), 1):
            found |= {f"rates.{line}.rate": Decimal(rate), f"rates.{line}.agreed": Decimal(self.dice.randint(1, 4))}
        for row in self.rows("promises"):
            found |= {f"promises.{row}.{column}": Decimal(self.dice.randint(0, most))
                      for column, most in (("done", 5), ("partly", 2), ("not_done", 2), ("withdrawn", 1))}  # fmt: skip
        return found

    def review(self, number: int) -> Answers:
        found = self.cover(f"team {number}") | {"checked": Decimal(self.dice.randint(0, 4))}
        levels = ["not_yet", "discussed", "sometimes", "usually", "always"]
        weights = [1, 2, 4, 3 + self.year - YEAR_ONE, 1]
        for name in ("equal_level", "effect_level", "deep_level", "diverse_level"):
            found[name] = self.dice.choices(levels, weights)[0]
        return found

    def reflection(self, number: int, side: str) -> Answers:
        """One side's copy, or the joint record."""
        found = self.cover(f"two words {number}", side)
        points = ["strongly_disagree", "disagree", "neither", "agree", "strongly_agree", "rather_not_say"]
        if side == "both":
            days = self.dice.choice([6, 9, 12, 18, 21, 30, 44])
            return found | {"paid_days": Decimal(days), "pay_ok": "yes", "changes_ok": Decimal(self.dice.randint(0, 3))}
        for row in self.rows("statements", "joint-reflection"):
            found[f"statements.{row}.answer"] = self.dice.choices(points, [1, 2, 3, 6, 3, 1])[0]
        return found | {"level_now": self.dice.choice(["implemented", "managed", "led", "not_to_lead"])}

    def passport(self, number: int) -> Answers:
        found = self.cover(f"passport {number}", "both")
        return found | {"days_taken": Decimal(self.dice.randint(5, 60)), "items": Decimal(self.dice.randint(4, 20))}

    def wish(self, number: int) -> Answers:
        levels = ["not_visible", "counted", "no_name", "name_place", "full"]
        found = self.cover(f"wish {number}", "partner")
        return found | {"level": self.dice.choice(levels), "count_it": self.dice.choice(["yes", "yes", "yes", "no"])}

    def part(self, whole: int) -> Decimal:
        return Decimal(sum(self.dice.random() < self.luck for _ in range(whole)))

    def rows(self, table: str, tool: str = "planning-and-reporting") -> list[str]:
        question = next(item for item in self.sources.toolkit[tool]["en"].questions if item.id == table)
        assert isinstance(question.shape, Table)
        return [row.id for row in question.shape.rows]

    def spread(self, table: str, column: str, whole: int) -> Answers:
        rows = self.rows(table)
        weights = [len(rows) - place for place in range(len(rows))]
        chosen = self.dice.choices(rows, weights, k=whole)
        return {f"{table}.{row}.{column}": Decimal(chosen.count(row)) for row in rows}

    def sheets(self, number: int) -> Iterator[tuple[str, Answers]]:
        """So many sheets: reports and reviews of teams, then those with partners."""
        teams = max(6, round(number * TEAM_SHARE / 2))
        for team in range(teams):
            yield "planning-and-reporting", self.report(team)
            yield "team-progress", self.review(team)
        rest = number - 2 * teams
        for pair in range(rest // 5):
            for side in ("partner", "organisation", "both"):
                yield "joint-reflection", self.reflection(pair, side)
            yield "due-diligence-passport", self.passport(pair)
            yield "visibility-consent", self.wish(pair)


def as_export(form: Form, answers: Answers) -> dict[str, object]:
    """A submission as KoboToolbox keeps it: names behind their groups, rows that people began as lists."""
    names = Names(form.tool)
    found: dict[str, object] = {TOOL: form.tool.id, VERSION: form.tool.version, SIZE: "standard"}
    for question in form.tool.questions:
        growing = isinstance(question.shape, Table) and not question.shape.given
        rows: dict[str, dict[str, str]] = {}
        for leaf in leaves_of(question):
            if leaf.address not in answers:
                continue
            row, column = (leaf.row.id, leaf.column.id) if leaf.row and leaf.column else ("", "")
            name = names.of(question.id, column, "" if growing else row)
            text = as_text(answers[leaf.address])
            if growing:
                rows.setdefault(row, {})[f"{question.id}/{name}"] = text
            else:
                found[f"group/{name}"] = text
        if rows:
            found[question.id] = list(rows.values())
    return found


def invent(folder: Path, year: int, number: int = 200) -> int:
    """Write the folder; how many files are in it."""
    sources = load(ROOT)
    inventor = Inventor(sources, year)
    folder.mkdir(parents=True)
    exported: dict[str, list[dict[str, object]]] = {}
    languages = [item.code for item in sources.words]
    written = 0
    for place, (tool, answers) in enumerate(inventor.sheets(number - 4)):
        form = inventor.form(tool, languages[place % len(languages)])
        if place % 6 == 5:
            exported.setdefault(tool, []).append(as_export(form, answers))
            continue
        ending = ENDINGS[place % 6 % len(ENDINGS)]
        name = {"html": "webform"}.get(ending, ending)
        (folder / f"{place:05d}.{ending}").write_bytes(formats.module(name).write(form, answers))
        written += 1
    for tool, rows in exported.items():
        (folder / f"phones-{tool}.json").write_text(json.dumps({"results": rows}), encoding="utf-8")
        written += 1
    first = sorted(folder.glob("*.docx"))[0]
    (folder / "again.docx").write_bytes(first.read_bytes())
    (folder / "cut short.xlsx").write_bytes(sorted(folder.glob("*.xlsx"))[0].read_bytes()[:900])
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0 no form at all")
    other = Inventor(sources, year - 1)
    late = formats.module("odt").write(other.form("team-progress", "fr"), other.review(99))
    (folder / "last year.odt").write_bytes(late)
    return written + 4


if __name__ == "__main__":
    print(invent(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 200), "files")
