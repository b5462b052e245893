"""What rings duty, and the desk's own address, are tried before somebody needs them."""

from datetime import timedelta

import pytest

from run.check import reached
from run.config import Settings
from tests.run.test_wires import AUTHORITY, NOW, served, trust
from tests.wire.loopback import HOST, free_ports


def lines(**said: object) -> list[str]:
    return [f"{each.how} {each.what}: {each.says}" for each in reached.found(Settings.model_validate(said), trust())]


@pytest.mark.parametrize("ended", [False, True])
def test_a_certificate_that_has_ended_is_named_for_the_siren_and_for_the_desk(ended: bool) -> None:
    issued = AUTHORITY.issue_cert("localhost", not_after=NOW - timedelta(days=1) if ended else None)
    with served(issued) as port:
        siren = lines(outbox={"siren": {"webhook": f"https://localhost:{port}/ring"}})
    with served(issued) as port:
        desk = lines(desk={"address": f"https://localhost:{port}"})
    assert len(siren) == len(desk) == int(ended)
    if ended:
        assert siren[0].startswith("WRONG siren: outbox.siren.webhook: its certificate has expired")
        assert desk[0].startswith("TO DO desk.address: its certificate has expired")


def test_a_siren_where_nobody_is_is_wrong() -> None:
    (nobody,) = free_ports(1)
    (line,) = lines(outbox={"siren": {"webhook": f"http://{HOST}:{nobody}/ring"}})
    assert "nothing listens there" in line and "Nobody would be rung" in line
    assert lines() == []
