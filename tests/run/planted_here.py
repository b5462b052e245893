"""What can be wrong with an installation's profile, files, database and people, each with what `heard check` says."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from functools import partial

from casework.councils import Line, Role, Staff
from casework.days import Hours
from store import inbox
from tests.run.planting import (
    NOW,
    Place,
    Plant,
    altered,
    another_key,
    both,
    broken_model,
    calendar,
    calendar_from,
    emptied_page,
    in_force,
    in_profile,
    in_section,
    key_beside,
    no_folder,
    nobody_yet,
    old_copy,
    person,
    recorded,
    secret,
    setting,
    takes_nothing,
    touched_up,
    version,
    with_no_copy,
    without,
    without_days,
)
from tests.wire.loopback import HOST

EVERY_NETWORK = "0.0.0.0"  # noqa: S104 what is warned of
MAILBOX = "tell@larkhaven.gov.uk"


def reads(place: Place) -> None:
    """A mailbox that is read; it is not there, which is another line."""
    setting(intake__imap__host=HOST, intake__imap__port=1, intake__imap__user=MAILBOX)(place)


HERE: Mapping[str, tuple[Plant, str]] = {
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
    "numbers rung on a day to come": (
        in_section("safety_lines", checked=date(2026, 9, 1)),
        "WRONG safety numbers: they were rung on a day that is yet to come",
    ),
    "a reference nobody could quote": (in_profile(reference_prefix="L H!"), "WRONG reference_prefix: people could not"),
    "one on the rota twice": (
        in_section("safety_lines", rota=("mina", "mina")),
        "TO DO safety rota: one person alone",
    ),
    "a front door whose address is none": (
        in_section("safety_lines", front_door=Line("the duty team", "0117 496 0200", "duty at larkhaven")),
        "WRONG safety_lines.front_door.email: what stands there is no email address",
    ),
    "somebody whose address is none": (
        person(Staff("kit", "Kit Moss", frozenset({Role.RM}), "kit at larkhaven")),
        "WRONG staff: the address of kit is no email address",
    ),
    "nobody on the rota": (in_section("safety_lines", rota=()), "TO DO safety rota: nobody is on it"),
    "a stranger on the rota": (
        in_section("safety_lines", rota=("mina", "gone")),
        "WRONG safety rota: gone on it has no account",
    ),
    "no advocacy service": (in_profile(advocacy_providers=()), "TO DO advocacy: none is commissioned on 2026-03-02"),
    "a calendar that ends soon": (calendar(date(2026, 12, 31)), "TO DO bank holidays: the calendar ends on 2026-12-31"),
    "a calendar that has ended": (calendar(date(2026, 2, 28)), "WRONG bank holidays: the calendar ended on 2026-02-28"),
    "a calendar that was left behind when another was added to": (
        calendar(date(2026, 2, 28), "UK_ANY"),
        "add the next years of UK_ANY to councils/england.yaml",
    ),
    "a language nobody has translated": (in_profile(languages=("en", "xx")), "TO DO languages: nothing is there in xx"),
    "a language nobody has approved": (
        in_profile(languages=("en", "ar")),
        "lines in Arabic are drafts and go in English",
    ),
    "a calendar with no days for next year": (
        without_days(2027),
        "WRONG bank holidays: calendar EW has fewer than 8 in 2027",
    ),
    "a machine in another year": (
        calendar_from(date(2026, 6, 1)),
        "WRONG time of day: this machine says it is 2026-03",
    ),
    "hours the wrong way round": (
        in_section("safety_lines", front_door_hours=Hours(time(17), time(8, 30))),
        "WRONG safety_lines.front_door_hours: it opens at 17:00 and closes at 08:30",
    ),
    "times still relaxed": (in_force("the flu"), "TO DO relaxations: times are relaxed until 2026-06-30 (the flu)"),
    "one alone on the rota": (in_section("safety_lines", rota=("mina",)), "TO DO safety rota: one person alone"),
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
    "a desk found beneath another page": (
        setting(desk__address="https://larkhaven.gov.uk/desk"),
        "WRONG desk.address: a name alone is expected",
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
    "a key that was cut": (
        lambda p: p.writes("keys/heard.key", "ab" * 20),
        "WRONG key: store.key_file: ",
    ),
    "a secret that anybody could put another in the place of": (
        lambda p: (p.folder / "keys").chmod(0o777),
        "WRONG store.key_file: every account on this machine may put another in the place of",
    ),
    "a key that is gone": (
        lambda p: (p.folder / "keys" / "heard.key").unlink(),
        "WRONG key: store.key_file: ",
    ),
    "a key beside the database": (key_beside, "TO DO store.key_file: it lies beside the database"),
    "an account that somebody altered": (altered("dan"), "WRONG staff: the row of dan cannot be read"),
    "another store's key": (another_key, "WRONG database: what is stored was sealed under a key that is not in"),
    "another store's key where nobody has an account": (
        both(nobody_yet, another_key),
        "WRONG database: what is stored was sealed under a key that is not in",
    ),
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
    "never copied": (with_no_copy, "TO DO copies: none was ever made"),
    "copied three days ago": (old_copy, "TO DO copies: the last was made on 2026-02-27, more than a day ago"),
    # people
    "no complaints manager": (without("dan"), "TO DO staff: nobody is CM: heard staff add"),
    "no director": (without("dee"), "TO DO staff: nobody is DCS"),
    "nobody for allegations about staff": (both(without("lena"), without("lou")), "TO DO staff: nobody is LADO"),
    "somebody without an address": (
        person(Staff("kit", "Kit Moss", frozenset({Role.RM}))),
        "TO DO staff: no chase and no alarm reaches kit",
    ),
    "a deputy who is not there": (
        person(Staff("kit", "Kit", frozenset({Role.RM}), "kit@larkhaven.gov.uk", deputy="gone")),
        "TO DO staff: gone is named as",
    ),
    "no head of service": (without("hal"), "TO DO staff: nobody is HoS"),
    "nobody to answer Stage 1": (without("rhea"), "TO DO staff: nobody is RM"),
    "nobody stands in for the LADO": (
        without("lou"),
        "TO DO staff: nobody stands in for lena",
    ),
    "somebody with a chat where there is no bot": (
        person(Staff("kit", "Kit Moss", frozenset({Role.RM}), chat="77")),
        "TO DO staff: no chase and no alarm reaches kit",
    ),
    "chases that come back as complaints": (
        both(person(Staff("kit", "Kit", frozenset({Role.RM}), "Tell@larkhaven.gov.uk")), reads),
        "WRONG letters in a circle: the account kit is the mailbox that Heard reads",
    ),
    "two councils with one mailbox": (
        both(lambda p: p.keeps(lambda db: inbox.set_progress(db, "dorset", f"imap:{MAILBOX}/INBOX", "7")), reads),
        "TO DO mailbox: dorset in this database has read the same one",
    ),
    "alarms that come back as complaints": (
        both(in_section("safety_lines", night_team=Line("them", "0117 496 0999", MAILBOX)), reads),
        "WRONG letters in a circle: safety_lines.night_team is the mailbox",
    ),
    "people told to write to another mailbox": (
        both(in_section("team", email="help@larkhaven.gov.uk"), reads),
        "TO DO team.email: people are told to write to help@larkhaven.gov.uk",
    ),
    "a record that somebody touched up": (touched_up, "WRONG record: The record is broken at entry 2"),
    "a page of the database that is gone": (
        emptied_page,
        "WRONG database: what is there is damaged",
    ),
    "a database that takes nothing new": (takes_nothing, "WRONG database: it cannot be written to"),
    "a machine whose time has gone back": (
        lambda p: p.keeps(partial(recorded, at=NOW + timedelta(days=2))),
        "WRONG time of day: the record's last entry is of 2026-03-04",
    ),
    "a database across the network in the open": (
        setting(store__url="postgresql://heard:hunter2@192.0.2.7/heard?connect_timeout=1"),
        "TO DO store.url: references, dates and the password may cross",
    ),
}
