"""The year's report at the desk: shown, traced to its cases, refused where it does not add up, and frozen for good."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.datastructures import QueryParams

from casework.labels import Kind
from desk import report_asked
from store.ledger import keeping, reading
from tests.build import a_case, at
from tests.desk.office import Browser, Office, Page, council
from tests.reports import ledgers
from tests.reports.ledgers import Record

YEAR = {"period": "2020-21", "reader": "inside"}
PUBLIC = YEAR | {"reader": "everybody"}


async def brought(
    office: Office, folder: Path, files: dict[str, list[Record]] | None = None
) -> dict[str, list[Record]]:
    files = files or ledgers.make(2, 120)
    found = reading.folder(ledgers.write(folder, files), "bnes")
    assert not found.bad
    cells = {name: [line.cells for line in lines] for name, lines in found.lines.items()}
    await office.database.transact(lambda db: keeping.keep(db, "bnes", cells, at("2026-03-02 09:00")))
    return files


async def look(browser: Browser, **asked: str) -> Page:
    return await browser.get("/reports/look", params=asked)


async def publish(browser: Browser, **asked: str) -> Page:
    await look(browser, **asked)
    return await browser.send("/reports/publish")


async def test_a_report_is_chosen_looked_at_and_its_figures_lead_to_their_cases(office: Office, tmp_path: Path) -> None:
    files = await brought(office, tmp_path / "in")
    dan = await office.signed_in("dan")
    assert (await dan.get("/reports")).value("#ask-period") == ""
    page = await look(dan, **YEAR)
    assert page.status == 200 and "checks of the sums hold" in page.words and "Internal: every number" in page.words
    received = page.one('a[href$="table=RB1&row=1&at=1"]')
    cases = (await dan.get(str(received.attributes["href"]))).all("table.cards th[scope=row]")
    wanted = [
        line["case"] for line in files["stages"]
        if line["stage"] == "stage1" and line["procedure"] == "statutory" and "2020-04" <= line["received"] < "2021-04"
    ]  # fmt: skip
    assert sorted(cases) == sorted(wanted) and received.text().startswith(str(len(wanted)))
    table = await dan.get("/reports/table.csv", params=YEAR | {"table": "RB1"})
    assert table.answer.text.splitlines()[2].split(",")[2] == str(len(wanted))


@pytest.mark.rule("R920", "R924")
async def test_a_public_report_hides_small_numbers_and_leads_to_no_case(office: Office, tmp_path: Path) -> None:
    await brought(office, tmp_path / "in")
    dan = await office.signed_in("dan")
    page = await look(dan, **PUBLIC)
    assert "<5" in page.words and not page.html.css('a[href^="/reports/cases"]')
    assert (await dan.get("/reports/cases", params=PUBLIC | {"table": "RB16", "row": "0", "at": "0"})).status == 404


@pytest.mark.rule("R602")
async def test_a_case_that_names_whoever_asks_is_not_among_those_behind_a_figure(office: Office) -> None:
    case = a_case(council())
    await office.keeps(case)
    hana, dee = await office.signed_in("hana"), await office.signed_in("dee")
    asked = {"period": "2025-26", "reader": "inside", "table": "RB3", "row": "3", "at": "0"}
    assert case.kind is Kind.COMPLAINT
    assert (await hana.get("/reports/cases", params=asked)).all("th[scope=row]") == [case.reference]
    named = replace(await office.case(case.reference), excluded=frozenset({"hana"}))
    await office.keeps(named)
    assert case.reference not in (await hana.get("/reports/cases", params=asked)).words
    assert (await dee.get("/reports/cases", params=asked)).all("th[scope=row]") == [case.reference]


@pytest.mark.rule("R807")
async def test_a_published_report_is_the_same_byte_for_byte_whatever_happens_after(
    office: Office, tmp_path: Path
) -> None:
    files = await brought(office, tmp_path / "in")
    dan, mina = await office.signed_in("dan"), await office.signed_in("mina")
    done = await publish(dan, **PUBLIC)
    assert (done.status, done.where) == (303, "/reports/published/1")
    faces = [str(each.attributes["href"]) for each in (await dan.get(done.where)).html.css("main li a")]
    before = {face: (await dan.get(face)).answer for face in faces}
    assert len(before) == 6 and all(each.status_code == 200 for each in before.values())
    files["stages"][0]["subject"] = "put right since"
    await brought(office, tmp_path / "again", files)
    assert {face: (await dan.get(face)).answer.content for face in faces} == {
        face: answer.content for face, answer in before.items()
    }
    with zipfile.ZipFile(io.BytesIO(before["/reports/published/1/ledger.zip"].content)) as lines:
        assert lines.read("stages.csv") == (tmp_path / "in" / "stages.csv").read_bytes()
    assert "RB1" in json.loads(before["/reports/published/1/tables.json"].content)["tables"]
    policy = before["/reports/published/1/report.html"].headers["content-security-policy"]
    assert "style-src 'sha256-" in policy and "unsafe" not in policy
    assert (
        (await dan.get("/reports/published/1/csv/RB1.csv")).answer.headers["content-disposition"].startswith("attach")
    )
    assert (await mina.get("/reports")).all("#published + table th[scope=row]") == [
        "Bath & North East Somerset Council, 1 April 2020 to 31 March 2021, public (1)"
    ]
    token = await mina.token()
    assert (await mina.post("/reports/publish", token=token, **PUBLIC)).status == 422
    hana = await office.signed_in("hana")
    for name in ("ledger.zip", "counts.json"):
        assert (await hana.get(f"/reports/published/1/{name}")).status == 404
    assert (await dan.get("/reports/published/1/counts.json")).status == 200


@pytest.mark.rule("R816")
async def test_a_report_that_does_not_add_up_is_refused_with_the_lines_at_fault(office: Office, tmp_path: Path) -> None:
    files = ledgers.make(2, 120)
    one = next(line for line in files["stages"] if "2020-04" < line["closed"] < "2021-04" and line["stage"] == "stage3")
    one["closure"] = ""
    await brought(office, tmp_path / "in", files)
    dan = await office.signed_in("dan")
    page = await look(dan, **PUBLIC)
    assert page.all("main h2")[0].startswith("This report does not add up") and one["case"] in page.words
    assert not page.html.css('form[action="/reports/publish"]')
    refused = await dan.post("/reports/publish", token=await dan.token(), **PUBLIC)
    assert refused.status == 422 and one["case"] in refused.words
    assert "Nothing is published yet" in (await dan.get("/reports")).words


async def test_last_years_report_and_another_councils_stand_beside_this_one(office: Office, tmp_path: Path) -> None:
    await brought(office, tmp_path / "in")
    dan = await office.signed_in("dan")
    await publish(dan, period="2019-20", reader="inside")
    raw = (await dan.get("/reports/published/1/tables.json")).answer.text
    other = raw.replace('"council": "bnes"', '"council": "Elsewhere"').replace('"public": false', '"public": true')
    wrong = await dan.post("/reports/others", token=await dan.token(), tables="{}")
    assert wrong.status == 422 and list(wrong.errors) == ["other-tables"]
    await dan.get("/reports/others")
    assert (await dan.send("/reports/others", tables=other)).status == 303
    beside = await look(dan, **YEAR, beside="1")
    assert "The same table: bnes, 2019-04-01 to 2020-03-31" in beside.words
    beside = await look(dan, **PUBLIC, beside="2")
    assert "The same table: Elsewhere, 2019-04-01 to 2020-03-31" in beside.words
    refused = await look(dan, **PUBLIC, beside="1")
    assert refused.status == 422 and "internal" in refused.errors["ask-beside"]


async def test_a_quarter_has_its_trend_and_any_days_can_be_asked_for(office: Office, tmp_path: Path) -> None:
    await brought(office, tmp_path / "in")
    mina = await office.signed_in("mina")
    quarter = await look(mina, period="2025-26-Q3", reader="inside")
    assert "This quarter and the four before it" in quarter.all("h2") and "The year so far" in quarter.words
    days = {"from-day": "1", "from-month": "5", "from-year": "2020", "to-day": "9", "to-month": "5", "to-year": "2020"}
    assert "1 May 2020 to 9 May 2020" in (await look(mina, reader="inside", **days)).all("h1")[0]
    nothing = await look(mina, reader="inside")
    assert (nothing.status, list(nothing.errors)) == (422, ["ask-period"])
    backwards = days | {"to-year": "2019"}
    assert (await look(mina, reader="inside", **backwards)).status == 422


def test_periods_are_offered_newest_first_and_what_is_not_over_says_so() -> None:
    (first, second, *_) = report_asked.form(at("2026-05-12 09:00").date(), ())[0].choices
    assert first == ("2026-27", "Year 2026-27, not over yet") and second[0] == "2026-27-Q1"
    _, asked = report_asked.read(QueryParams("period=2024-25&reader=inside"), at("2026-05-12 09:00").date(), ())
    assert asked is not None and asked.query.startswith("period=2024-25")
