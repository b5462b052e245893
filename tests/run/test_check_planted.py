"""Each misconfiguration of a list is planted and found by `heard check`, in a line that says what to do; an
installation that has none of them is all well.
"""

import shutil
from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from casework.councils import Line, Role, Staff
from run.check import How, stored
from store import migrations, people
from store.server import Server
from tests.run.planting import (
    KEY,
    NOW,
    STAFF,
    Place,
    Plant,
    another_key,
    broken_model,
    calendar,
    copied,
    in_profile,
    in_section,
    key_beside,
    mail,
    no_folder,
    old_copy,
    person,
    profile,
    secret,
    setting,
    version,
    with_no_copy,
    without,
)  # fmt: skip
from tests.wire.dovecot import Dovecot
from tests.wire.loopback import HOST
from tests.wire.smtp import SmtpSink


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with four people in it, that was copied last night."""
    made = Place(tmp_path_factory.mktemp("kept"), profile())
    made.sets("store.url", f"sqlite:///{made.folder}/heard.db")
    migrations.migrate(made.said["store"]["url"])
    made.keeps(lambda db: [people.add(db, "bnes", each) for each in STAFF])
    made.keeps(partial(copied, at=NOW - timedelta(hours=7)))
    return made.folder / "heard.db"


@pytest.fixture
def place(tmp_path: Path, kept: Path) -> Place:
    """One of its own, its key elsewhere, and no model: loading that takes longer than all the rest."""
    made = Place(tmp_path, profile())
    shutil.copy(kept, tmp_path / "heard.db")
    (tmp_path / "heard.db").chmod(0o600)
    (tmp_path / "keys").mkdir()
    made.writes("keys/heard.key", KEY.decode() + "\n")
    made.sets("store.url", f"sqlite:///{tmp_path}/heard.db")
    made.sets("store.key_file", tmp_path / "keys" / "heard.key")
    made.sets("classifier.model", tmp_path / "none")
    made.sets("outbox.siren.webhook", "https://on-call.larkhaven.gov.uk/ring")
    return made


EVERY_NETWORK = "0.0.0.0"  # noqa: S104 what is warned of
OAUTH = {
    "intake__imap__host": HOST,
    "intake__imap__user": "x",
    "intake__imap__oauth__token_url": "https://login.example",
}
LINES: Mapping[str, tuple[Plant, str]] = {
    # the profile
    "no number for the front door": (
        in_section("safety_lines", front_door=Line("the duty team", "")),
        "WRONG safety numbers: none for the duty team",
    ),
    "numbers nobody has rung": (in_section("safety_lines", checked=None), "TO DO safety numbers: ring every number"),
    "numbers rung last year": (
        in_section("safety_lines", checked=date(2025, 3, 1)),
        "TO DO safety numbers: ring every",
    ),
    "numbers that came with the program": (
        in_section("team", phone="01632 960 100"),
        "TO DO profile: team.phone are examples",
    ),
    "nobody on the rota": (in_section("safety_lines", rota=()), "TO DO safety rota: nobody is on it"),
    "a stranger on the rota": (
        in_section("safety_lines", rota=("mina", "gone")),
        "WRONG safety rota: gone on it has no account",
    ),
    "no advocacy service": (in_profile(advocacy_providers=()), "TO DO advocacy: none is commissioned on 2026-03-02"),
    "a calendar that ends soon": (calendar(date(2026, 12, 31)), "TO DO bank holidays: the calendar ends on 2026-12-31"),
    "a calendar that has ended": (calendar(date(2026, 2, 28)), "WRONG bank holidays: the calendar ended on 2026-02-28"),
    "a language nobody has translated": (in_profile(languages=("en", "xx")), "TO DO languages: nothing is there in xx"),
    "a language nobody has approved": (
        in_profile(languages=("en", "ar")),
        "lines in Arabic are drafts and go in English",
    ),
    # the classifier
    "no model": (setting(), "WRONG classifier: it does not load"),
    "a damaged model": (broken_model, "WRONG classifier: it does not load"),
    # ports
    "two parts at one port": (setting(form__port=8080), "WRONG ports: desk and form both listen at 8080"),
    "a port taken on every network": (
        setting(run__health__port=8080, run__health__host=EVERY_NETWORK),
        "WRONG ports: desk and run.health both listen at 8080",
    ),
    "a form for every network": (setting(form__host=EVERY_NETWORK), "TO DO form.host: it listens on every network"),
    "a desk for the network without TLS": (
        setting(desk__host="10.0.0.5"),
        "TO DO desk.address: others on the network can read",
    ),
    "a desk found under http": (
        setting(desk__address="http://desk.larkhaven.gov.uk"),
        "TO DO desk.address: others on the",
    ),
    "a desk by links alone": (
        setting(desk__address="https://desk.larkhaven.gov.uk"),
        "TO DO second step: whoever gets hold of a link is in",
    ),
    "a mail door for others": (setting(intake__smtp_door__host="192.0.2.1"), "WRONG far ends: intake.smtp_door.host"),
    # files
    "a key that cannot be made": (
        setting(store__key_file="/proc/none/key"),
        "WRONG key: store.key_file: /proc/none/key",
    ),
    "a key that everybody may read": (
        lambda p: (p.folder / "keys" / "heard.key").chmod(0o644),
        "WRONG store.key_file: every account on this machine may read",
    ),
    "a key beside the database": (key_beside, "TO DO store.key_file: it lies beside the database"),
    "another store's key": (another_key, "WRONG database: what is stored was sealed under a key that is not in"),
    "a database that everybody may read": (
        lambda p: (p.folder / "heard.db").chmod(0o644),
        "TO DO database: every account on this machine may read",
    ),
    "a password that everybody may read": (
        secret("outbox.smtp.password_file"),
        "WRONG outbox.smtp.password_file: every account",
    ),
    "a token that everybody may read": (
        secret("bot.webhook.secret_file"),
        "WRONG bot.webhook.secret_file: every account",
    ),
    "a folder for letters that is a file": (no_folder, "letters are to be written there and cannot be"),
    "a disk that fills": (lambda p: setattr(p, "free", 1_500_000_000), "TO DO disk: 1500 MB are left"),
    "a full disk": (lambda p: setattr(p, "free", 90_000_000), "WRONG disk: 90 MB are left"),
    # the database
    "a database of a newer version": (version("9999"), "WRONG database: The database was made by a newer version"),
    "a database of an older version": (version("0001"), "Run `heard migrate`"),
    "a database that is not there": (
        setting(store__url="sqlite:////proc/none/heard.db"),
        "WRONG database: store.url: the database cannot",
    ),
    "a database of another make": (
        setting(store__url="mysql://root:hunter2@db/heard"),
        "WRONG database: store.url is neither",
    ),
    "never copied": (with_no_copy, "TO DO copies: none was ever made"),
    "copied three days ago": (old_copy, "TO DO copies: the last was made 3 days ago"),
    # people
    "no complaints manager": (without("dan"), "TO DO staff: nobody is CM: heard staff add"),
    "no director": (without("dee"), "TO DO staff: nobody is DCS"),
    "nobody for allegations about staff": (without("lena"), "TO DO staff: nobody is LADO"),
    "somebody without an address": (
        person(Staff("kit", "Kit Moss", frozenset({Role.RM}))),
        "TO DO staff: no chase and no alarm reaches kit",
    ),
    "a deputy who is not there": (
        person(Staff("kit", "Kit", frozenset({Role.RM}), "kit@larkhaven.gov.uk", deputy="gone")),
        "TO DO staff: gone is named as",
    ),
    # mail
    "no mailbox": (setting(), "TO DO mailbox: none is named"),
    "no mail server": (setting(), "TO DO mail server: none is named"),
    "a mailbox without a password": (
        setting(intake__imap__host=HOST),
        "WRONG far ends: intake.imap: a mailbox needs a user",
    ),
    "a mailbox read in the open": (
        setting(intake__imap__host="192.0.2.1", intake__imap__tls="off"),
        "WRONG intake.imap.tls: password",
    ),
    "tokens over http": (
        setting(**OAUTH | {"intake__imap__oauth__token_url": "http://login.example"}),
        "WRONG far ends: intake.imap.oauth.token_url",
    ),
    "tokens without a secret": (setting(**OAUTH), "WRONG far ends: intake.imap.oauth: needs a client_id"),
    "a token's file that is not there": (
        setting(**OAUTH, intake__imap__oauth__client_id="x", intake__imap__oauth__secret_file="/none/secret"),
        "WRONG far ends: /none/secret",
    ),
    "a mail server that is not there": (mail(outbox__smtp__from="tell@larkhaven.gov.uk"), "WRONG mail server: "),
    "letters from nowhere": (mail(), "WRONG outbox.smtp.from: nobody can answer an address at localhost"),
    "letters from another mailbox": (
        mail(
            outbox__smtp__from="tell@larkhaven.gov.uk",
            intake__imap__host=HOST,
            intake__imap__user="old@larkhaven.gov.uk",
        ),
        "TO DO outbox.smtp.from: answers to our letters go to another mailbox",
    ),
    "DKIM without a selector": (
        lambda p: [mail()(p), secret("outbox.smtp.dkim.key_file", 0o600)(p)],
        "WRONG far ends: outbox.smtp.dkim: a key_file needs",
    ),
    "a virus scanner that is silent": (
        setting(intake__clamav__host=HOST, intake__clamav__port=1),
        "WRONG virus scanner: it does not",
    ),
    # Telegram, and when all else is down
    "a bot whose token is not there": (
        setting(bot__token_file="/none/token"),
        "WRONG far ends: /none/token: the secret cannot be read",
    ),
    "a bot over http": (setting(bot__api="http://bots.example"), "WRONG bot.api: the bot's token"),
    "a webhook without a secret": (
        setting(bot__webhook__url="https://council.example/h"),
        "WRONG far ends: bot.webhook: an address needs",
    ),
    "a webhook without TLS": (
        setting(bot__webhook__url="http://council.example/h"),
        "WRONG bot.webhook.url: Telegram calls no address",
    ),
    "a listener that is not installed": (
        setting(bot__hears_with=["/none/whisper"]),
        "WRONG bot.hears_with: /none/whisper",
    ),
    "nobody to ring": (
        setting(outbox__siren__webhook=None),
        "TO DO siren: nobody hears an alarm when all else is down",
    ),
    "nobody to ring by telephone": (
        setting(outbox__siren__webhook=None, outbox__siren__telegram="5"),
        "TO DO siren: no one is rung by telephone",
    ),
    "a siren by email without a mail server": (
        setting(outbox__siren__email="a@b.uk"),
        "WRONG siren: outbox.siren.email reaches nobody",
    ),
    "a siren by chat without a bot": (
        setting(outbox__siren__telegram="5"),
        "WRONG siren: outbox.siren.telegram reaches nobody",
    ),
    "a siren in the open": (
        setting(outbox__siren__webhook="http://on-call.uk"),
        "TO DO siren: outbox.siren.webhook is called in the open",
    ),
    "looks that are too seldom": (
        setting(sweeps__every=900),
        "TO DO sweeps.every: we look for what is due every 900 seconds",
    ),
}


@pytest.mark.parametrize("planted", LINES)
def test_each_planted_misconfiguration_is_found(place: Place, planted: str) -> None:
    plant, says = LINES[planted]
    plant(place)
    found = [f"{each.how} {each.what}: {each.says}" for each in place.found()]
    assert any(says in each for each in found), found
    assert "hunter2" not in str(found) and "hush" not in str(found)


def test_there_are_more_than_thirty() -> None:
    assert len(LINES) >= 60


@pytest.mark.requires("dovecot")
def test_an_installation_that_has_none_of_them_is_all_well(place: Place) -> None:
    mailbox = "tell@larkhaven.gov.uk"
    del place.said["classifier"]
    with Dovecot({mailbox: "hush"}) as imap, SmtpSink() as sink:
        secret("intake.imap.password_file", 0o600, intake__imap__host=HOST, intake__imap__port=imap.port)(place)
        setting(intake__imap__tls="off", intake__imap__user=mailbox)(place)
        setting(outbox__smtp__host=HOST, outbox__smtp__port=sink.port, outbox__smtp__tls="off")(place)
        setting(outbox__smtp__from=mailbox, desk__address="https://d.uk", desk__second_step="required")(place)
        assert place.found() == []


def test_a_database_server_that_is_old_or_in_another_time_is_said() -> None:
    old, away = Server(13, NOW), Server(16, NOW - timedelta(minutes=2))
    assert [(each.how, each.what) for each in stored.server_lines(old, NOW)] == [(How.TO_DO, "database")]
    assert [(each.how, each.what) for each in stored.server_lines(away, NOW)] == [(How.WRONG, "time of day")]
    assert [*stored.server_lines(Server(16, NOW), NOW), *stored.server_lines(None, NOW)] == []
