"""The rulebook's edge cases of the year's report, each by its number (section 10)."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from casework import days
from casework.cases import Closure, Outcome
from casework.labels import Kind, Procedure, Sender, Service
from casework.records.ledger import Ledger, Stage, StageLine
from reports import book, corrections, measures, publish
from reports.periods import Period
from reports.publish import Snapshot
from reports.render import comparing, folder, page
from run.config import load_council
from tests.build import at

THIS, NEXT = Period(date(2025, 4, 1), date(2026, 3, 31)), Period(date(2026, 4, 1), date(2027, 3, 31))
MADE = datetime(2026, 5, 1, tzinfo=UTC)


def line(case: str, **other: Any) -> StageLine:
    """A statutory complaint of June 2025, answered in two weeks; override what the test is about."""
    known: dict[str, Any] = dict.fromkeys(StageLine.__dataclass_fields__) | {
        "case": case, "council": "bnes", "kind": Kind.COMPLAINT, "procedure": Procedure.STATUTORY,
        "stage": Stage.STAGE1, "formal": True, "service": (Service.DUTY,), "team": ("Duty",),
        "category_b": (), "category_d": (),
        "sender": Sender.PARENT, "received": date(2025, 6, 2), "responded": date(2025, 6, 16),
        "closed": date(2025, 6, 16), "closure": Closure.RESOLVED, "outcome": Outcome.UPHELD, "subject": "",
    }  # fmt: skip
    return StageLine(**(known | other))


def report(*lines: StageLine, period: Period = THIS, public: bool = False, today: date = date(2027, 5, 1)) -> Snapshot:
    opened = book.opened(Ledger(stages=lines), load_council("bnes"), period, today=today)
    return publish.snapshot(opened, public=public, made=MADE, version="1")


def row(snapshot: Snapshot, table: str, label: str) -> dict[str, Any]:
    found = snapshot.table(table)
    (cells,) = [each for each in found.rows if each[0] == label]
    return dict(zip(found.columns, cells, strict=True))


@pytest.mark.rule("R811", "R812", "R813", "R428", "W65")
def test_x59_received_late_on_31_march_and_answered_in_april_is_this_years_and_resolved_next_year() -> None:
    received = days.today(at("2026-03-31 23:30"))
    after_midnight = days.today(at("2026-04-01 00:05"))
    assert (days.report_year(received), days.report_year(after_midnight)) == ("2025-26", "2026-27")
    one = line("BN-1", received=received, responded=date(2026, 4, 9), closed=date(2026, 4, 9))
    now, then = (row(report(one, period=period), "RB1", "Stage 1 statutory") for period in (THIS, NEXT))
    assert (now["Received"], now["Resolved"], now["Carried forward"]) == (1, 0, 1)
    assert (then["Carried over"], then["Received"], then["Resolved"], then["Carried forward"]) == (1, 0, 1, 0)
    assert measures.open_at_end((one,), THIS) == [one]


@pytest.mark.rule("R822", "R414")
def test_a_period_that_is_not_over_says_so_and_calls_late_what_is_late_by_today() -> None:
    one = line("BN-1", received=date(2026, 1, 5), responded=None, closed=None, closure=None, outcome=None)
    for today, late in ((date(2026, 1, 19), 0), (date(2026, 1, 20), 1), (date(2026, 3, 31), 1)):  # due on the 19th
        found = report(one, today=today)
        assert row(found, "RB14", "Stage 1 statutory: Open and late at the end")["Value"] == late
        assert found.note.startswith("The period is not over: this is how it stood on") == (today < THIS.last)
    assert "how it stood on 19 January 2026. Internal" in report(one, today=date(2026, 1, 19)).note


@pytest.mark.rule("R807")
def test_x60_moved_to_another_procedure_after_the_year_was_closed_the_snapshot_stays_as_it_was(tmp_path: Path) -> None:
    published = report(line("BN-1"), line("BN-2"))
    folder.write(published, tmp_path / "2025-26")
    before = {path.name: path.read_bytes() for path in (tmp_path / "2025-26").iterdir() if path.is_file()}
    moved = (line("BN-1"), line("BN-2", procedure=Procedure.CORPORATE))
    beside = comparing.read(tmp_path / "2025-26")
    next_year = corrections.noted(report(*moved, period=NEXT), beside)
    folder.write(next_year, tmp_path / "2026-27", beside)
    assert {path.name: path.read_bytes() for path in (tmp_path / "2025-26").iterdir() if path.is_file()} == before
    assert row(published, "RB1", "Stage 1 statutory")["Received"] == 2
    assert row(next_year, "RB2", "Stage 1 statutory")["2025-26"] == 1, "the years before are counted as is known now"
    said = "Stage 1 statutory: the report to 2026-03-31 said 2 received; records corrected since make it 1."
    assert said in next_year.table("RB1").notes and len(next_year.table("RB1").notes) == 3
    assert beside.says in page.page(next_year, beside).decode(), "and stand beside what was published"


@pytest.mark.rule("R811")
def test_x61_a_team_that_is_renamed_keeps_its_history_and_its_service_is_one_line() -> None:
    def called(team: str, received: date, procedure: Procedure) -> StageLine:
        still_open: dict[str, Any] = {"responded": None, "closed": None, "closure": None, "outcome": None}
        return line(team, team=(team,), received=received, procedure=procedure, **still_open)

    before, after = ("Duty North", date(2025, 6, 2)), ("First Call", date(2026, 6, 2))
    made = report(*(called(*each, Procedure.STATUTORY) for each in (before, after)), period=NEXT)
    assert (row(made, "RB5", "Duty")["2025-26"], row(made, "RB5", "Duty")["2026-27"]) == (1, 1)
    teams = report(*(called(*each, Procedure.CORPORATE) for each in (before, after)), period=NEXT)
    assert (row(teams, "RB4", "Duty North")["2025-26"], row(teams, "RB4", "Duty North")["2026-27"]) == (1, 0)
    assert (row(teams, "RB4", "First Call")["2025-26"], row(teams, "RB4", "First Call")["2026-27"]) == (0, 1)


@pytest.mark.rule("R920")
def test_x62_one_child_among_many_is_a_small_number_and_a_second_cell_goes_with_it() -> None:
    lines = [line("BN-0", sender=Sender.YOUNG_PERSON)]
    lines += [line(f"BN-{n}", sender=Sender.PARENT) for n in range(1, 21)]
    lines += [line(f"BN-{n}", sender=Sender.FOSTER_CARER) for n in range(21, 29)]
    shown = {each[0]: each[1] for each in report(*lines, public=True).table("RB16").rows}
    assert shown["Young people"] == "<5" and shown["Total"] == 29
    assert "c" in shown.values(), "29 less the others would say how many"
    exact = {each[0]: each[1] for each in report(*lines).table("RB16").rows}
    assert exact["Young people"] == 1
