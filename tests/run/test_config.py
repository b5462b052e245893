"""What an installation is told: the file, the environment over it, secret files; and what each mistake gets."""

from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from run import config
from run.config import Misconfigured, Settings, Tls

ROOT = Path(__file__).parents[2]
PROMISED = {
    "council", "store.url", "store.key_file", "intake.imap.host", "intake.imap.port", "intake.imap.tls",
    "intake.imap.user", "intake.imap.password_file", "intake.imap.folder", "intake.smtp_door.host",
    "intake.smtp_door.port", "outbox.smtp.host", "outbox.smtp.port", "outbox.smtp.tls", "outbox.smtp.user",
    "outbox.smtp.password_file", "outbox.smtp.from", "outbox.siren.email", "outbox.siren.telegram",
    "outbox.siren.webhook", "bot.token_file", "bot.api", "bot.webhook.url", "bot.webhook.host", "bot.webhook.port",
    "bot.webhook.secret_file", "desk.host", "desk.port", "form.host", "form.port", "run.health.host",
    "run.health.port", "sweeps.every",
}  # fmt: skip


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return tmp_path / "config.yaml"


def refusal(path: Path, text: str, **environ: str) -> str:
    """What is said of a file, or of an environment, that cannot be used."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Misconfigured) as refused:
        config.load(path, environ)
    return str(refused.value)


def test_the_config_file_shows_every_key_with_its_default() -> None:
    shown = config.load(ROOT / "config.yaml", {})
    assert shown == Settings()
    as_written = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    assert leaves(as_written) == leaves(Settings().model_dump(by_alias=True))


def leaves(values: dict[str, object], before: str = "") -> set[str]:
    return {
        leaf
        for key, value in values.items()
        for leaf in (leaves(value, f"{before}{key}.") if isinstance(value, dict) else {f"{before}{key}"})
    }


def test_every_key_of_the_contract_is_there() -> None:
    assert leaves(Settings().model_dump(by_alias=True)) >= PROMISED


def test_an_empty_file_is_an_installation_with_every_default(written: Path) -> None:
    written.write_text("# nothing yet\n", encoding="utf-8")
    assert config.load(written, {}) == Settings()


def test_the_environment_goes_before_the_file(written: Path) -> None:
    written.write_text("intake:\n  imap:\n    host: from.file\n    port: 1993\n", encoding="utf-8")
    loaded = config.load(
        written,
        {
            "HEARD_INTAKE__IMAP__HOST": "from.environment",
            "HEARD_OUTBOX__SMTP__FROM": "hello@council.example",
            "HEARD_OUTBOX__SIREN__TELEGRAM": "123456",
            "HEARD_COUNCIL": "dorset",
            "HEARD_SWEEPS__EVERY": "5",
            "PATH": "/usr/bin",
        },
    )
    assert (loaded.intake.imap.host, loaded.intake.imap.port) == ("from.environment", 1993)
    assert loaded.outbox.smtp.from_ == "hello@council.example"
    assert loaded.outbox.siren.telegram == "123456"
    assert (loaded.council, loaded.sweeps.every) == ("dorset", 5)


def test_an_empty_variable_means_unset(written: Path) -> None:
    written.write_text("intake:\n  smtp_door:\n    host: null\n  imap:\n    host: somewhere\n", encoding="utf-8")
    loaded = config.load(written, {"HEARD_INTAKE__IMAP__HOST": ""})
    assert loaded.intake.imap.host is None
    assert loaded.intake.smtp_door.host is None


@pytest.mark.parametrize(
    ("said", "port", "imap", "smtp"),
    [
        ("true", 143, Tls.STARTTLS, Tls.STARTTLS),
        ("true", 993, Tls.IMPLICIT, Tls.STARTTLS),
        ("on", 465, Tls.IMPLICIT, Tls.IMPLICIT),
        ("false", 993, Tls.OFF, Tls.OFF),
        ("starttls", 2525, Tls.STARTTLS, Tls.STARTTLS),
        ("implicit", 2525, Tls.IMPLICIT, Tls.IMPLICIT),
    ],
)
def test_privacy_can_be_said_plainly_and_follows_the_port(
    written: Path, said: str, port: int, imap: Tls, smtp: Tls
) -> None:
    written.write_text(
        f"intake: {{imap: {{tls: {said}, port: {port}}}}}\noutbox: {{smtp: {{tls: {said}, port: {port}}}}}\n",
        encoding="utf-8",
    )
    loaded = config.load(written, {})
    assert (loaded.intake.imap.privacy, loaded.outbox.smtp.privacy) == (imap, smtp)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("store:\n  urll: x\n", "line 2, store.urll: nobody declared this key; expected url"),
        ("shop:\n  url: x\n", "line 1, shop: nobody declared this key"),
        ("\nintake:\n  imap: {port: '993'}\n", "line 3, intake.imap.port: expected a whole number"),
        ("intake:\n  imap:\n    port: 99999\n", "line 3, intake.imap.port: expected less than or equal to 65535"),
        ("store: here\n", "line 1, store: expected an object"),
        ("council: nowhere\n", "line 1, council: expected one of bnes, code, dorset"),
        ("council: 2026-02-01\n", "line 1, council: expected one of"),
        ("council: bnes\nform:\n  port: 1\ncouncil: dorset\n", "line 4, council: given twice"),
        ("council: [\n", "line 2: between two commas, or a comma and a bracket, nothing stands"),
        ("- council\n", "line 1: expected keys and values"),
        (
            "outbox:\n  smtp:\n    tls: perhaps\n",
            "line 3, outbox.smtp.tls: expected 'off', 'on', 'starttls' or 'implicit'",
        ),
        ("sweeps:\n  every: 0\n", "line 2, sweeps.every: expected greater than or equal to 1"),
        ("store: {url: mysql://db/heard}\n", "line 1, store.url: expected sqlite:///PATH"),
        ("store:\n  url: ''\n", "line 2, store.url: expected sqlite:///PATH"),
        ("store:\n  url: sqlite://var/heard.db\n", "line 2, store.url: expected sqlite:///PATH (four strokes"),
        ("store:\n  url: postgresql://db:port/heard\n", "line 2, store.url: expected sqlite:///PATH"),
        ("outbox: {siren: {telegram: '@duty'}}\n", "line 1, outbox.siren.telegram: expected a chat's number"),
        ("outbox: {siren: {email: duty at here}}\n", "line 1, outbox.siren.email: expected an email address"),
        ("outbox: {siren: {webhook: on-call}}\n", "line 1, outbox.siren.webhook: expected an address beginning with"),
        ("desk:\n  address: desk.here.uk\n", "line 2, desk.address: expected an address beginning with https"),
        ("bot:\n  api: 'https://[half'\n", "line 2, bot.api: expected an address beginning with https"),
        ("bot:\n  webhook:\n    url: ftp://x\n", "line 3, bot.webhook.url: expected an address beginning with https"),
    ],
)
def test_a_mistake_in_the_file_is_named_by_file_line_key_and_what_was_expected(
    written: Path, text: str, said: str
) -> None:
    assert f"{written}, {said}" in refusal(written, text)


def test_every_mistake_is_named_at_once(written: Path) -> None:
    said = refusal(written, "store:\n  urll: x\ndesk:\n  port: many\n").splitlines()
    assert len(said) == 2


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("HEARD_STORE__URLL", "x", "HEARD_STORE__URLL: nobody declared this key"),
        ("HEARD_INTAKE__IMAP__PORT", "many", "HEARD_INTAKE__IMAP__PORT: expected a whole number"),
        ("HEARD_COUNCIL", "nowhere", "HEARD_COUNCIL: expected one of bnes, code, dorset"),
        ("HEARD_STORE", "here", "HEARD_STORE: expected"),
    ],
)
def test_a_mistake_in_the_environment_is_named_by_its_variable(
    written: Path, variable: str, value: str, said: str
) -> None:
    assert said in refusal(written, "{}\n", **{variable: value})


def test_what_is_empty_where_it_may_not_be_is_said_in_plain_words(written: Path) -> None:
    assert refusal(written, 'intake:\n  imap:\n    folder: ""\n').endswith("line 3, intake.imap.folder: nothing stands "
        "between the quotation marks: write it there, or null for none")  # fmt: skip


def test_a_password_in_the_wrong_place_is_refused_and_not_repeated(written: Path) -> None:
    said = refusal(written, "outbox:\n  smtp:\n    password: hunter2\n    port: hunter3\n", HEARD_DESK__PORT="hunter4")
    assert "outbox.smtp.password: nobody declared this key; expected password_file" in said
    assert "hunter" not in said


@pytest.mark.parametrize("text", ["a: *hunter2\n", "a: !hunter2 b\n", "a: &x [*x]\n", "? [a]\n: b\n", 'a: "\x00"\n'])
def test_what_is_not_yaml_is_refused_and_not_repeated(written: Path, text: str) -> None:
    said = refusal(written, text)
    assert str(written) in said
    assert "hunter" not in said


def test_a_file_that_takes_itself_up_again_and_again_is_refused_at_once(written: Path) -> None:
    each = "abcdefghijkl"
    bomb = "".join(f"{name}: &{name} [{','.join(['*' + last] * 9)}]\n" for last, name in pairwise(each))
    assert "again and again" in refusal(written, "a: &a [x]\n" + bomb)
    assert "nobody declared" in refusal(written, "desk: &desk {port: 8080}\nsilk: *desk\n"), "once is no bomb"


def test_an_address_of_the_database_is_not_shown_with_its_password(written: Path) -> None:
    written.write_text("store: {url: 'postgresql://heard:hunter2@host/heard'}\n", encoding="utf-8")
    assert "hunter2" not in repr(config.load(written, {}))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="there is no such file"):
        config.load(tmp_path / "nothing.yaml", {})


@pytest.mark.parametrize("content", [b"correct horse \n", b"\xef\xbb\xbfcorrect horse\r\n"], ids=["plain", "Notepad"])
def test_a_secret_is_what_its_file_holds_without_the_lines_end_or_notepads_mark(tmp_path: Path, content: bytes) -> None:
    kept = tmp_path / "password"
    kept.write_bytes(content)
    assert config.secret(kept, "bot.token_file") == "correct horse"


def test_a_token_that_stands_where_its_files_name_should_is_not_shown() -> None:
    with pytest.raises(Misconfigured, match="that is the token itself") as refused:
        config.secret("123456:AbC-dEf_0123456789abcdefghij", "bot.token_file")
    assert "AbC" not in str(refused.value)


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff\xfe\x00secret"])
def test_a_secret_that_cannot_be_read_is_named_and_never_shown(tmp_path: Path, content: bytes | None) -> None:
    kept = tmp_path / "password"
    if content is not None:
        kept.write_bytes(content)
    with pytest.raises(Misconfigured) as refused:
        config.secret(kept, "bot.token_file")
    assert str(kept) in str(refused.value)
    assert "secret\\" not in str(refused.value)


def test_a_time_is_a_time_and_a_word_is_a_word(written: Path) -> None:
    from run.config.trees import read

    written.write_text("closes: 17:30\nlanguage: no\nnumber: 0800\nday: 2026-03-31\nyes: on\n", encoding="utf-8")
    values = read(written).values
    assert (values["closes"], values["language"], values["number"], values["yes"]) == ("17:30", "no", "0800", "on")
