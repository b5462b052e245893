"""How staff get in, as config.yaml, `heard staff` and `heard check` know it."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from run import config, farends, keeping
from run.__main__ import main
from run.config import DeskSettings, Misconfigured, OidcSettings, Settings, StoreSettings
from store import second_steps, sessions
from store.database import Connection
from store.second_steps import SecondStep

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The config.yaml of an installation of its own."""
    for name, value in (("STORE__URL", f"sqlite:///{tmp_path}/heard.db"), ("STORE__KEY_FILE", f"{tmp_path}/key")):
        monkeypatch.setenv(f"HEARD_{name}", value)
    (tmp_path / "config.yaml").write_text("council: bnes\ndesk:\n  address: https://desk.council.example/\n")
    return str(tmp_path / "config.yaml")


def test_a_link_for_a_new_phone_ends_the_codes_of_the_old_one_and_every_session(
    written: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mina = ("--name", "Mina Shaw", "--email", "mina@council.example", "--roles", "CO")
    assert main(["staff", "add", "mina", *mina, "--config", written]) == 0

    def begin(db: Connection) -> str:
        second_steps.keep(db, "bnes", "mina", SecondStep(b"sealed", NOON, 1))
        return sessions.start(db, "bnes", "mina", NOON)

    def left(db: Connection) -> tuple[bool, bool]:
        there = sessions.one(db, "bnes", session, NOON)
        return second_steps.of(db, "bnes", "mina") is not None, there is not None

    async def stored(work):
        settings = StoreSettings(url=f"sqlite:///{tmp_path}/heard.db", key_file=f"{tmp_path}/key")
        async with keeping.opened(settings) as database:
            return await database.transact(work)

    session = asyncio.run(stored(begin))
    capsys.readouterr()
    assert main(["staff", "link", "mina", "--config", written]) == 0
    assert capsys.readouterr().out.startswith("https://desk.council.example/sign-in/")
    assert asyncio.run(stored(left)) == (True, True)
    assert main(["staff", "link", "mina", "--new-phone", "--config", written]) == 0
    assert asyncio.run(stored(left)) == (False, False)


def test_a_desk_that_others_could_read_or_get_into_with_a_link_alone_is_said(
    written: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", "--config", written])
    said = capsys.readouterr().out
    assert "desk.address" not in said and "TO DO  second step: whoever gets hold of a link is in" in said
    monkeypatch.setenv("HEARD_DESK__ADDRESS", "http://desk.council.example")
    monkeypatch.setenv("HEARD_DESK__SECOND_STEP", "required")
    monkeypatch.setenv("HEARD_DESK__OIDC__ISSUER", "http://127.0.0.1:9")
    monkeypatch.setenv("HEARD_DESK__OIDC__CLIENT_ID", "heard")
    secret = Path(written).with_name("secret")
    secret.touch(0o600)
    secret.write_text("quiet")
    monkeypatch.setenv("HEARD_DESK__OIDC__CLIENT_SECRET_FILE", str(secret))
    assert main(["check", "--config", written]) == 1
    said = capsys.readouterr().out
    assert "TO DO  desk.address: others on the network can read what staff see" in said
    assert "WRONG  council's sign-in: nothing listens there, or a firewall stands before it; see desk.oidc" in said
    assert "second step" not in said


@pytest.mark.parametrize(
    ("oidc", "says"),
    [
        ({"issuer": "http://sign-in.council.example"}, "must begin with https://"),
        ({"issuer": "https://sign-in.council.example"}, "needs a client_id and a client_secret_file"),
        ({"issuer": "https://a.example", "client_id": "h", "client_secret_file": "x", "scope": "email"}, "openid"),
    ],
    ids=["open wire", "half", "no openid"],
)
def test_half_a_sign_in_stops_the_start(oidc: dict[str, str], says: str) -> None:
    with pytest.raises(Misconfigured, match=says):
        farends.own_sign_in(DeskSettings(oidc=OidcSettings(**oidc)), lambda: NOON)
    assert farends.own_sign_in(Settings().desk, lambda: NOON) is None


def test_how_long_and_whether_codes_are_asked_is_read_from_the_file(written: str) -> None:
    Path(written).write_text("desk:\n  second_step: never\n  idle_minutes: 4\n")
    with pytest.raises(Misconfigured, match="idle_minutes"):
        config.load(Path(written), {})
    Path(written).write_text("desk:\n  second_step: sometimes\n")
    with pytest.raises(Misconfigured, match="second_step"):
        config.load(Path(written), {})
