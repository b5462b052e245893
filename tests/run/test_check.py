"""`heard check` finds each thing that is wrong, and says in one line what to do."""

import shutil
import socket
import sqlite3
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from run import check
from run.check import profile
from run.models import MODEL
from tests.run import whole
from tests.wire.bent import Bent
from tests.wire.botapi import BotApi
from tests.wire.dovecot import Dovecot
from tests.wire.loopback import HOST, free_ports
from tests.wire.oauth import Giver
from tests.wire.smtp import SmtpSink

Checked = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Checked:
    """What it says under some settings: its exit code, and each line that is not about a thing that is well."""

    def run(config: str = "council: bnes\n", **settings: object) -> tuple[int, list[str]]:
        (tmp_path / "config.yaml").write_text(config)
        said = whole.environment(tmp_path, whole.ports(), **settings)
        for key, value in said.items():
            monkeypatch.setenv(key, value)
        code = check.command(Namespace(config=str(tmp_path / "config.yaml")))
        return code, [line for line in capsys.readouterr().out.splitlines() if not line.startswith("well")]

    return run


def secret(path: Path, text: str) -> None:
    """A file that only this account may read."""
    path.touch(0o600)
    path.write_text(text)


def wrong(lines: list[str]) -> list[str]:
    return [line.removeprefix("WRONG  ") for line in lines if line.startswith("WRONG")]


def test_a_newcomers_settings_are_well_and_what_is_still_to_do_is_listed(checked: Checked) -> None:
    code, lines = checked()
    assert code == 0, lines
    assert {line.partition(":")[0].removeprefix("TO DO  ") for line in lines} >= {
        "safety numbers", "safety rota", "mail server", "siren", "staff"
    }  # fmt: skip
    assert all(line.startswith("TO DO") for line in lines)


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ("intake:\n  imap:\n    hots: mail.example\n", "line 3, intake.imap.hots"),
        ("desk: {port: seventy}\n", "line 1, desk.port"),
        ("council: atlantis\n", "line 1, council: expected one of"),
        ("council: bnes\ncouncil: dorset\n", "line 2, council: given twice"),
        ("\tcouncil: bnes\n", "line 1: a tab stands in it"),
    ],
)
def test_a_mistake_in_the_settings_is_named_by_its_line(checked: Checked, config: str, says: str) -> None:
    code, lines = checked(config)
    assert code == 1 and len(lines) == 1
    assert lines[0].startswith("WRONG  settings: ") and says in lines[0]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"store__key_file": "/proc/none/key"}, "key"),
        ({"intake__imap__host": HOST}, "intake.imap: a mailbox needs a user and a password_file"),
        ({"intake__smtp_door__host": "0.0.0.0"}, "intake.smtp_door.host"),  # noqa: S104 what is refused
        ({"bot__webhook__url": "https://council.example/hook"}, "bot.webhook: an address needs a secret_file"),
        ({"bot__token_file": "/none/token"}, "bot.token_file: /none/token: the secret cannot be read"),
        ({"store__url": "sqlite:////proc/none/heard.db"}, "cannot be opened"),
        ({"store__url": "mysql://root:hunter2@db/heard"}, "HEARD_STORE__URL: expected sqlite:///PATH"),
        (
            {"store__url": f"postgresql://heard:hunter2@{HOST}:1/heard"},
            "database: store.url: the database",
        ),
    ],
    ids=lambda value: "" if isinstance(value, dict) else value,
)
def test_what_would_stop_the_service_is_wrong(checked: Checked, settings: dict[str, str], says: str) -> None:
    code, lines = checked(**settings)
    assert [says in each for each in wrong(lines)] == [True] and code == 1, lines
    assert "hunter2" not in str(lines)


def test_a_database_of_a_newer_version_says_which_command_to_run(checked: Checked, tmp_path: Path) -> None:
    assert checked()[0] == 0
    with sqlite3.connect(tmp_path / "heard.db") as db:
        db.execute("update alembic_version set version_num = '9999'")
    db.close()
    code, lines = checked()
    assert code == 1 and "`heard migrate`" in wrong(lines)[0]


def test_no_classifier_or_a_damaged_one_is_wrong_and_says_what_brings_one(tmp_path: Path) -> None:
    found = profile.classifier(tmp_path)
    assert (found.how, found.what) == (check.How.WRONG, "classifier") and "take classifier.model out" in found.says
    shutil.copytree(MODEL, tmp_path / "model")
    assert profile.classifier(tmp_path / "model").how is check.How.WELL
    pieces = tmp_path / "model" / "reader" / "pieces.txt"
    pieces.write_bytes(pieces.read_bytes()[:50_000])
    assert profile.classifier(tmp_path / "model").how is check.How.WRONG, "it would load, and speak nonsense"
    (tmp_path / "model" / "meta.json").write_text("{")
    assert profile.classifier(tmp_path / "model").how is check.How.WRONG


def test_a_mail_server_that_is_not_there_or_does_not_let_us_in_is_wrong(checked: Checked, tmp_path: Path) -> None:
    secret(tmp_path / "password", "wrong")
    said = {"outbox__smtp__host": HOST, "outbox__smtp__tls": "off"}
    (nobody,) = free_ports(1)
    assert "outbox.smtp" in wrong(checked(**said, outbox__smtp__port=nobody)[1])[0]
    with SmtpSink(users={"heard": "right"}) as sink:
        known = said | {"outbox__smtp__user": "heard", "outbox__smtp__password_file": str(tmp_path / "password")}
        code, lines = checked(**known, outbox__smtp__port=sink.port)
        assert code == 1 and wrong(lines)[0].startswith("mail server: it wants a user and a password"), lines
        secret(tmp_path / "password", "right")
        assert checked(**known, outbox__smtp__port=sink.port)[0] == 0


def test_a_mail_server_that_puts_us_off_is_told_from_one_that_refuses_our_address(checked: Checked) -> None:
    with SmtpSink() as sink:
        said = {"outbox__smtp__host": HOST, "outbox__smtp__tls": "off", "outbox__smtp__port": sink.port}
        sink.answer("MAIL", "450 4.3.2 too much to do")
        (later,) = wrong(checked(**said)[1])
        assert later.startswith("mail server: it puts us off for now (450 4.3.2)") and "outbox.smtp.from" not in later
        sink.answer("MAIL", "550 5.7.1 who are you")
        assert any("see outbox.smtp.from" in line for line in wrong(checked(**said)[1]))


@pytest.mark.requires("dovecot")
def test_a_mailbox_that_does_not_let_us_in_is_wrong(checked: Checked, tmp_path: Path) -> None:
    secret(tmp_path / "password", "wrong")
    with Dovecot({whole.MAILBOX: "right"}) as imap:
        said = {
            "intake__imap__host": HOST,
            "intake__imap__port": imap.port,
            "intake__imap__tls": "off",
            "intake__imap__user": whole.MAILBOX,
            "intake__imap__password_file": tmp_path / "password",
        }
        assert wrong(checked(**said)[1]) == [
            "mailbox: the mail server does not accept the user or the password; see intake.imap.user and password_file"
        ]
        secret(tmp_path / "password", "right")
        assert checked(**said)[0] == 0
    (gone,) = wrong(checked(**said)[1])
    assert gone.startswith("mailbox: the mail server cannot be reached, or does not answer: nothing listens there at")


def test_telegram_that_does_not_know_the_token_is_wrong(checked: Checked, tmp_path: Path) -> None:
    import asyncio
    import threading

    secret(tmp_path / "token", "42:WRONG")
    api, ready, loop = BotApi(), threading.Event(), asyncio.new_event_loop()

    def serve() -> None:
        loop.run_until_complete(api.start())
        ready.set()
        loop.run_forever()
        loop.run_until_complete(api.stop())
        loop.close()

    beside = threading.Thread(target=serve)
    beside.start()
    ready.wait(20)
    said = {"bot__token_file": tmp_path / "token", "bot__api": api.address}
    try:
        assert wrong(checked(**said)[1])[0].startswith("Telegram: it does not know the bot's token")
        secret(tmp_path / "token", api.token)
        assert checked(**said)[0] == 0
        asyncio.run_coroutine_threadsafe(
            api.updates.hook({"url": "https://other.example"}, allowed=None, drop=False), loop
        ).result(20)
        code, lines = checked(**said)
        assert code == 0 and [each for each in lines if "another program has Telegram call it" in each], lines
    finally:
        loop.call_soon_threadsafe(loop.stop)
        beside.join(20)


def test_a_port_that_another_program_has_or_an_address_that_is_not_ours_is_wrong(checked: Checked) -> None:
    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]
        assert wrong(checked(desk__port=port)[1])[0].startswith(f"desk: port {port} is taken by another program")
    assert wrong(checked(form__host="192.0.2.55")[1])[0].startswith("form: this machine has no address 192.0.2.55")


def test_whoever_gives_out_tokens_is_quoted_by_what_the_refusal_is_called(checked: Checked, tmp_path: Path) -> None:
    secret(tmp_path / "secret", "another")
    with Giver("tell@larkhaven.gov.uk") as giver, SmtpSink() as sink:
        for of, port in (("intake__imap", sink.port), ("outbox__smtp", sink.port)):
            oauth = {"token_url": giver.token_url, "client_id": "heard", "secret_file": str(tmp_path / "secret")}
            said = {f"{of}__oauth__{key}": value for key, value in oauth.items()}
            _, lines = checked(
                **said, **{f"{of}__host": HOST, f"{of}__port": port, f"{of}__tls": "off", f"{of}__user": "tell@l.uk"}
            )
            assert any("refuses: 401 invalid_client; see" in line and "another" not in line for line in wrong(lines))


def test_a_council_s_sign_in_that_lives_in_another_time_is_wrong(checked: Checked, tmp_path: Path) -> None:
    secret(tmp_path / "secret", "quiet")
    with Bent() as bent:
        asked = {"issuer": bent.issuer, "client_id": "heard", "client_secret_file": str(tmp_path / "secret")}
        for ahead, said in ((0, []), (300, ["time of day: this machine's and the council's sign-in's differ by more"])):
            bent.ahead = ahead
            _, lines = checked(**{f"desk__oidc__{key}": value for key, value in asked.items()})
            assert [line.partition(" than")[0] for line in wrong(lines)] == said
