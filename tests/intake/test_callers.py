"""Whoever can take a fresh address for each try is one caller all the same."""

import pytest

from intake.callers import caller_of


@pytest.mark.parametrize(
    ("host", "counted_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb:1:2:3", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("a name", "a name"),
    ],
)
def test_a_line_is_one_place_however_many_addresses_it_has(host: str, counted_as: str) -> None:
    assert caller_of((host, 40_000)) == counted_as


def test_nobody_known_is_one_place_too() -> None:
    assert caller_of(None) == ""
