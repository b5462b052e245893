"""What letters may say of a case is worked out a part at a time, and is the same as if all of it had been."""

from collections.abc import Callable
from datetime import date

import pytest

from casework.dates import promises
from casework.facts import of_case
from tests.build import at
from tests.casework.life import Life, answered, council, investigated

NOW = at("2026-03-27 10:00")


def _new() -> Life:
    return Life("bnes", sender="young_person")


@pytest.mark.rule("R301", "R706")
def test_nothing_is_promised_for_a_day_that_is_over_nor_where_no_calendar_can_tell() -> None:
    here, came = council("bnes"), at("2026-03-02 10:00")
    read = [promises.ack_date(here, came, at(f"2026-03-{day} 10:00")) for day in ("02", "04", "05")]
    assert read == ["Wednesday 4 March", "Wednesday 4 March", "Monday 9 March"]
    assert promises.erasure_due(here, date(2026, 1, 31)) == "Monday 2 March"
    assert promises.heard_by(here, at("2026-03-03 20:00")) == at("2026-03-04 09:00")
    assert promises.front_door_open(here, came) and not promises.front_door_open(here, at("2040-03-05 10:00"))


@pytest.mark.rule("R608")
@pytest.mark.parametrize("lived", [_new, answered, investigated])
def test_one_fact_alone_is_what_it_is_among_all_of_them(lived: Callable[[], Life]) -> None:
    case, here = lived().case, council("bnes")
    whole = of_case(case, here, NOW)
    for place in whole:
        alone = of_case(case, here, NOW, places={place})
        assert place in alone
        assert alone.items() <= whole.items(), place
