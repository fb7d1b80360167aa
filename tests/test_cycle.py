"""The calendar of the year: every step once a year, for all day, in each language, and nothing about any partner."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from alongside.cycle import as_calendar
from alongside.gate import open_books
from alongside.load import Sources, load
from alongside.open_data import write_files
from alongside.problems import SourceError
from conftest import DAY

LANGUAGES = ("en", "fr", "es", "ar")
URL = "https://alongside.example/"


def calendar(sources: Sources, language: str) -> bytes:
    words = {item.code: item for item in sources.words}[language]
    return as_calendar(open_books(sources, DAY)[language], words, URL)


def events(sources: Sources, language: str) -> list[Event]:
    found = Calendar.from_ical(calendar(sources, language))
    assert isinstance(found, Calendar)
    return [item for item in found.subcomponents if isinstance(item, Event)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_is_an_event_of_all_day_in_each_year(sources: Sources, language: str) -> None:
    found = events(sources, language)
    assert len(found) == len(sources.site.cycle) > 4
    for step, event in zip(sources.site.cycle, found, strict=True):
        assert event["summary"] == step.name.get(language)
        assert str(event["description"]).startswith(step.text.get(language) or "?")
        assert event["rrule"].to_ical() == b"FREQ=YEARLY"
        begins = event["dtstart"].dt
        assert type(begins) is date
        assert (begins.month, begins.day) == (step.month, 1)


def test_no_step_is_set_before_the_promises_began(sources: Sources) -> None:
    begins = date.fromisoformat(f"{sources.site.horizon.start}-01")
    for event in events(sources, "en"):
        assert 0 <= (event["dtstart"].dt - begins).days < 366


def test_every_step_says_that_it_may_be_moved_and_that_no_partner_is_to_be_named(sources: Sources) -> None:
    for event in events(sources, "en"):
        assert "suggestion" in event["description"]
        assert "no partner's name" in event["description"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_calendar_holds_no_partner_no_address_and_no_day_of_its_making(sources: Sources, language: str) -> None:
    content = calendar(sources, language)
    text = content.replace(b"\r\n ", b"").decode("utf-8")
    assert "@" not in text
    for partner in sources.partners:
        assert partner.id not in text
    assert {line for line in text.splitlines() if line.startswith("DTSTAMP")} == {"DTSTAMP:20000101T000000Z"}
    assert content == calendar(sources, language)
    assert max(map(len, content.split(b"\r\n"))) <= 75


def test_each_step_is_known_by_an_id_of_its_own(sources: Sources) -> None:
    found = [event["uid"] for language in LANGUAGES for event in events(sources, language)]
    assert len(set(found)) == len(found)


def test_a_project_without_a_cycle_has_no_calendar(sources: Sources, tmp_path: Path) -> None:
    bare = dataclasses.replace(sources, site=sources.site.model_copy(update={"cycle": ()}))
    for given, expected in ((sources, True), (bare, False)):
        folder = tmp_path / str(expected)
        write_files(open_books(given, DAY)["en"], given.words[0], folder, URL)
        assert (folder / "en" / "progress" / "cycle.ics").is_file() is expected


def test_two_steps_with_one_id_are_refused(project: Path) -> None:
    step = "- id: account\n  month: 3\n  name: {en: Account}\n  text: {en: Publish it.}\n"
    path = project / "data" / "site.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}cycle:\n{step}", encoding="utf-8")
    assert [item.month for item in load(project).site.cycle] == [3]
    path.write_text(f"{text}cycle:\n{step}{step}", encoding="utf-8")
    with pytest.raises(SourceError) as raised:
        load(project)
    assert [problem.code for problem in raised.value.problems] == ["id-doubled"]
