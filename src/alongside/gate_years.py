"""What may be public of the years and of what they are measured by: part of the gate.

In:   Sources, a language
Out:  PublicIndicators; a Reported or NotCollected year for each

Figures passed release.py when they were collected. They pass it again: somebody may have changed a figure or a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from alongside.consents import Rules
from alongside.gate_phrases import own_phrase, phrase, phrase_of
from alongside.indicators import Direction, Indicator, Measure, groups, names_of
from alongside.load import Sources
from alongside.progress import Count, Figure, Promise, Reply, Year
from alongside.public_years import (
    AnyFigure,
    Declined,
    NotApplicable,
    NotCollected,
    PublicCount,
    PublicFigure,
    PublicFinding,
    PublicGroup,
    PublicIndicator,
    PublicMeasure,
    PublicPromise,
    PublicReply,
    PublicResponse,
    Reported,
    Shown,
    Withheld,
)
from alongside.records import Privacy
from alongside.release import may_be_printed, reduced
from alongside.tool import Tool
from alongside.words import REFERENCE

PART = "part"  # the one group of a share


def indicators(sources: Sources, language: str) -> Iterable[PublicIndicator]:
    """What years are measured by."""
    for item in sources.indicators:
        yield PublicIndicator(
            id=item.id,
            core=item.core,
            commitments=item.commitments,
            direction=item.direction,
            method=item.method,
            name=phrase(item.name, language),
            counting=phrase(item.counting, language),
            measures=tuple(_measure(sources, item, measure, language) for measure in item.measures),
        )


def _measure(sources: Sources, item: Indicator, measure: Measure, language: str) -> PublicMeasure:
    tool = _tool(sources, measure, language)
    question = next(question for question in tool.questions if question.id == measure.of.split(".")[0])
    return PublicMeasure(
        name=f"{item.id}.{measure.id}",
        kind=measure.kind,
        unit=measure.unit,
        text=phrase(measure.text, language),
        tool=measure.tool,
        asks=phrase_of(question.label, tool.language),
        beside=f"{item.id}.{measure.beside}" if measure.beside else None,
        direction=_direction(item, measure),
    )


def _direction(item: Indicator, measure: Measure) -> Direction | None:
    """Which way one figure is to go. The groups of a breakdown cannot all go one way."""
    is_single = measure.kind in {"share", "median", "count"} and item.direction != "open"
    return measure.direction or (item.direction if is_single else None)


def _tool(sources: Sources, measure: Measure, language: str) -> Tool:
    tools = sources.toolkit[measure.tool]
    return tools.get(language) or tools[REFERENCE]


def years(sources: Sources, language: str, rules: Rules) -> Iterable[Reported | NotCollected]:
    """Every year with a file, and every year since the horizon began that has none; the newest first."""
    reported = {year.year: year for year in sources.years}
    first, last = int(sources.site.horizon.start[:4]), int(sources.site.horizon.end[:4])
    numbers = set(reported) | set(range(first, min(last, rules.today.year) + 1))
    for number in sorted(numbers, reverse=True):
        year = reported.get(number)
        yield _reported(sources, year, rules, language) if year else NotCollected(year=number)


def _reported(sources: Sources, year: Year, rules: Rules, language: str) -> Reported:
    hides = rules.blackout.names_one
    return Reported(
        year=year.year,
        example=year.example,
        period=phrase(year.period, language),
        method=phrase(year.method, language),
        reported_on=year.reported_on,
        changes=phrase(year.changes, language) if year.changes and not hides(year.changes) else None,
        counts=tuple(
            PublicCount(id=count.id, value=_figure(count, rules.privacy), text=phrase(count.text, language))
            for count in year.counts
            if not hides(count.text)
        ),
        findings=tuple(
            PublicFinding(kind=finding.kind, text=phrase(finding.text, language)) for finding in year.findings
        ),
        promises=tuple(
            _promise(item, language)
            for item in year.promises
            if not any(map(hides, (item.said, item.did, item.because)))
        ),
        replies=tuple(_reply(item, language) for item in year.replies if not hides(item.text) and not hides(item.by)),
        responses=tuple(
            PublicResponse(tool=item.tool, received=item.received, asked=item.asked)
            for item in year.responses
            if item.received >= rules.privacy.minimum_sheets.value
        ),
        methods=dict(year.methods),
        figures=_figures(sources, year, rules.privacy, language),
    )


def _promise(item: Promise, language: str) -> PublicPromise:
    because = phrase(item.because, language) if item.because else None
    return PublicPromise(
        said=phrase(item.said, language), did=phrase(item.did, language), outcome=item.outcome, because=because
    )


def _reply(item: Reply, language: str) -> PublicReply:
    text = own_phrase(item.text, language)
    return PublicReply.model_validate({"text": text, "by": own_phrase(item.by, language)})


def _figures(sources: Sources, year: Year, privacy: Privacy, language: str) -> Mapping[str, AnyFigure]:
    """By the name of their measure; a measure without a figure was not collected."""
    if not year.figures:
        return {}
    found: dict[str, AnyFigure] = {}
    for name, measure in names_of(sources.indicators).items():
        figure = year.figure(name) or Figure(measure=name, state="not-collected")
        figure = reduced(figure, may_be_printed(figure, measure, privacy))
        found[name] = _public(figure, measure, year.year, _tool(sources, measure, language), language)
    return found


def _public(figure: Figure, measure: Measure, year: int, tool: Tool, language: str) -> AnyFigure:
    if figure.state in {"whole", "total"} and figure.n is not None and figure.sheets is not None:
        return PublicFigure(
            state="whole" if figure.state == "whole" else "total",
            sheets=figure.sheets,
            n=figure.n,
            value=figure.value,
            groups=tuple(_groups(figure, measure, tool, language)),
        )
    if figure.state == "not-collected":
        return NotCollected(year=year)
    if figure.state == "not-applicable":
        return NotApplicable()
    return Declined() if figure.state == "declined" else Withheld()


def _groups(figure: Figure, measure: Measure, tool: Tool, language: str) -> Iterable[PublicGroup]:
    if measure.kind == "share" and PART in figure.cells:
        yield PublicGroup(id=PART, label=phrase(measure.text, language), value=figure.cells[PART])
    for choice in groups(tool, measure):
        if choice.id in figure.cells:
            label = phrase_of(choice.text, tool.language)
            yield PublicGroup(id=choice.id, label=label, value=figure.cells[choice.id], aside=choice.aside)


def _figure(count: Count, privacy: Privacy) -> Shown | Withheld:
    least = privacy.minimum_people if count.unit == "people" else privacy.minimum_entities
    return Shown(value=count.value) if count.value >= least.value else Withheld()
