"""Money is counted in pence, and never guessed from what somebody typed."""

import pytest

from casework import money


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("300", 30_000),
        ("£300", 30_000),
        (" £ 4,334.60 ", 433_460),
        ("15961.75", 1_596_175),
        ("0", 0),
        ("£1,800", 180_000),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed: str, pence: int) -> None:
    assert money.pence(typed) == pence


@pytest.mark.parametrize(
    "typed", ["", "three hundred", "4.334,60", "300.5", "-300", "1,80", "£", "300 an hour", "1e9", "٣٠٠x"]
)
def test_what_is_no_amount_is_never_guessed_at(typed: str) -> None:
    assert money.pence(typed) is None


@pytest.mark.parametrize(
    ("pence", "read"), [(433_460, "£4,334.60"), (30_000, "£300"), (5, "£0.05"), (1_596_175, "£15,961.75")]
)
def test_an_amount_is_written_as_people_read_it(pence: int, read: str) -> None:
    assert money.pounds(pence) == read
