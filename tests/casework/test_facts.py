"""What letters may say of a case is worked out a part at a time, and is the same as if all of it had been."""

from collections.abc import Callable

import pytest

from casework.facts import of_case
from tests.build import at
from tests.casework.life import Life, answered, council, investigated

NOW = at("2026-03-27 10:00")


def _new() -> Life:
    return Life("bnes", sender="young_person")


@pytest.mark.rule("R608")
@pytest.mark.parametrize("lived", [_new, answered, investigated])
def test_one_fact_alone_is_what_it_is_among_all_of_them(lived: Callable[[], Life]) -> None:
    case, here = lived().case, council("bnes")
    whole = of_case(case, here, NOW)
    for place in whole:
        alone = of_case(case, here, NOW, places={place})
        assert place in alone
        assert alone.items() <= whole.items(), place
