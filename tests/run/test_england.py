"""`heard bench england`: the year is the same each time, nothing that came in is lost, and what is chased is chased."""

import asyncio
import pickle
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from casework.councils import Role
from casework.moves import BY_NAME
from intake.parsing import parse
from run import keeping
from run.config import load
from run.demo import rows
from run.demo.desk import AT_A_CONTACT
from run.england import command, counts, mail
from run.england.figures import COUNTED, Figures, Found
from store import migrations
from store.migrations import Version
from tests import build
from tests.run.asking import heard
from tests.wire.postgres import Postgres

CONFIG = Path(__file__).parents[2] / "config.yaml"


def played(folder: Path, seed: int) -> Found:
    folder.mkdir()
    environ = {"HEARD_STORE__URL": f"sqlite:///{folder}/heard.db", "HEARD_STORE__KEY_FILE": f"{folder}/heard.key"}
    settings = load(CONFIG, environ)
    keeping.migrate(settings.store)
    return command.year(settings, 2, weeks=3, seed=seed, each_of=0.02)


def same(found: Found) -> dict[str, object]:
    """What must not differ from one machine, or one minute, to another."""
    names = (*COUNTED, "letters", "letters by their words", "refused", "posts waiting, most")
    return {name: found[name] for name in names}


@pytest.mark.slow
def test_every_mail_of_the_year_is_read_and_answered_once_and_the_same_seed_gives_the_same_figures(
    tmp_path: Path,
) -> None:
    found, again = played(tmp_path / "one", 3), played(tmp_path / "again", 3)
    assert same(found) == same(again)
    assert found["mails"] and found["decisions"] and found["posts waiting, most"]
    assert [found[name] for name in ("two receipts", "not answered", "not read", "for a person")] == [0, 0, 0, 0]
    assert found["refused"] == {} and found["missed by the hint"] == 0
    assert found["chases"] and found["chases late"] == 0


def test_a_year_of_england_is_what_the_two_reports_say_a_council_has_times_those_who_live_there() -> None:
    courses, sizes = counts.courses(), counts.sizes(counts.COUNCILS, 1)
    reported = [row for row in courses if not row.viral and row.name not in OURS]
    assert sum(row.a_year for row in reported) == 1_268 + 633
    assert abs(sum(sizes) - counts.PEOPLE) < counts.COUNCILS
    one = sum(len(some) for day in _year(courses, seed=1).values() for some in day.values())
    assert one == pytest.approx(sum(row.a_year for row in courses), rel=0.02)


OURS = {"danger", "a machine answers", "an offer"}


def _year(courses: tuple[counts.Course, ...], seed: int) -> counts.Arrivals:
    chance = random.Random(seed)
    return counts.arrivals(counts.DORSET, courses, weeks=52, chance=chance, viral=False)


def test_the_same_seed_has_the_same_mail_on_the_same_day_and_mondays_have_most() -> None:
    courses = counts.courses()
    first, again, other = _year(courses, 1), _year(courses, 1), _year(courses, 2)
    assert first == again != other
    weekdays: Counter[int] = Counter()
    for day, some in first.items():
        weekdays[day.weekday()] += sum(len(each) for each in some.values())
    assert weekdays.most_common(1)[0][0] == 0 and weekdays[6] < weekdays[4]


def test_one_morning_brings_one_council_what_it_has_in_half_a_year() -> None:
    courses = counts.courses()
    year = counts.arrivals(counts.DORSET, courses, weeks=52, chance=random.Random(1), viral=True)
    most = max(len(some) for day in year.values() for some in day.values())
    assert most >= round(0.5 * sum(row.a_year for row in courses))


def test_what_staff_do_about_it_are_steps_that_there_are_by_somebody_who_works_there() -> None:
    staff = {each.id: each.roles for each in rows.load().staff}
    for course in counts.courses():
        for step in course.steps:
            assert Role.CM in staff[step.by], course.name
            assert step.does in {*BY_NAME, *AT_A_CONTACT}, course.name


@pytest.mark.parametrize("number", range(6))
def test_a_mail_of_the_year_is_understood_as_what_was_written(number: int) -> None:
    row, moment = counts.courses()[0], build.at("2026-03-02 09:30")
    found = parse(mail.raw(row, address="somebody@family.example", number=number, to="hello@x.example", at=moment))
    assert "Nobody came and nobody rang" in found.text and "Complaints wrote" not in found.text
    assert not found.problems


def test_figures_of_two_processes_are_those_of_both() -> None:
    one, other = Figures(), Figures()
    moment, later = build.at("2026-03-02 09:15"), build.at("2026-03-03 09:15")
    one.counted["mails"], other.counted["mails"] = 3, 4
    one.waiting[moment], other.waiting[moment], other.waiting[later] = 3, 4, 5
    one.answered[moment], other.answered[moment], other.answered[later] = 1.0, 2.0, 1.0
    one.cpu, other.cpu, one.server, one.own, other.own = 1.0, 2.0, 4.0, [0.5], [0.25]
    one.quarters[0], other.quarters[0], other.quarters[3] = (2, 1.0), (2, 3.0), (1, 0.5)
    one.add(pickle.loads(pickle.dumps(other)))  # noqa: S301 as it comes from a process of ours
    told = one.told(councils=2, people=10, wall=7.0, stored=1e6)
    assert told["mails"] == 7 and told["posts waiting, most"] == 7
    assert told["mails a second, answered, at the peak"] == 3.5
    assert told["mails a second, the whole year with all that follows"] == 1.0
    assert told["CPU ms a mail, with all that follows"] == 1000.0
    assert told["CPU of it the harness's own, s"] == 0.75
    assert told["CPU ms a mail, by the quarters of the time"] == {"1": 1000.0, "4": 500.0}


@pytest.fixture
def cluster() -> Iterator[Postgres]:
    with Postgres() as running:
        yield running


@pytest.mark.requires("postgres")
def test_beside_a_councils_database_the_year_has_one_of_its_own_that_is_gone_afterwards(cluster: Postgres) -> None:
    settings = load(CONFIG, {"HEARD_STORE__URL": cluster.database()})
    with command.apart(settings) as own:
        assert own.store.url != settings.store.url
        assert migrations.at_version(own.store.url) is Version.CURRENT
        took = asyncio.run(command.stored(own)).cpu
        assert took > 0 or not Path("/proc/self/stat").exists()
    assert migrations.at_version(settings.store.url) is Version.EMPTY


def test_england_has_152_councils() -> None:
    assert heard("bench", "england", "--count", "153").code == 2
