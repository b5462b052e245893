"""A mailbox and a mail server that let in by tokens and not by passwords, as Microsoft 365 and Google do."""

import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from intake.mailbox import Mailbox, Trouble, try_once
from outbox.email import Smtp
from outbox.outcomes import TryLater
from run import farends
from run.config import ImapSettings, Misconfigured, OAuthSettings
from run.tokens import Tokens
from store.database import Database
from store.migrations import migrate
from tests.build import KEYS
from tests.conftest import Moment
from tests.intake.mailroom import INTAKE, Here
from tests.wire.dovecot import Dovecot
from tests.wire.oauth import Giver
from tests.wire.postfix import Postfix

FORM = {"client_id": "heard", "client_secret": "quiet", "grant_type": "client_credentials", "scope": "mail"}


@pytest.fixture
def giver() -> Iterator[Giver]:
    with Giver(INTAKE) as one:
        yield one


@pytest.fixture
def server(giver: Giver) -> Iterator[Dovecot]:
    with Dovecot({INTAKE: "secret"}, tokens=giver.introspection_url) as one:
        yield one


def tokens(giver: Giver, now: Moment, **form: str) -> Tokens:
    return Tokens(giver.token_url, FORM | form, now=now, trust=ssl.create_default_context())


def mailbox(server: Dovecot, token: Tokens) -> Mailbox:
    trust = ssl.create_default_context(cafile=server.ca_file)
    # Dovecot lets who was refused wait.
    return Mailbox("localhost", INTAKE, token=token, port=server.tls_port, tls=trust, answer=20.0)


@pytest.mark.requires("dovecot")
@pytest.mark.slow
async def test_a_mailbox_is_read_with_a_token_instead_of_a_password(
    tmp_path: Path, now: Moment, giver: Giver, server: Dovecot
) -> None:
    url = f"sqlite:///{tmp_path}/heard.db"
    migrate(url)
    token = tokens(giver, now)
    async with Database(url, KEYS) as database:
        here = Here(server, database, now)
        here.deliver(1)
        async with here.watching(password="", token=token) as watched:
            await watched.kept(1)
            server.kick(INTAKE)
            here.deliver(2)
            await watched.kept(2)
    assert len(giver.asked) == 1, "a token is used for as long as it is good"


@pytest.mark.requires("dovecot")
@pytest.mark.slow
async def test_a_token_that_is_refused_is_said_at_once_and_not_waited_for(
    giver: Giver, server: Dovecot, now: Moment
) -> None:
    token = tokens(giver, now)
    assert await try_once(mailbox(server, token)) is None
    now.at += timedelta(hours=1)
    assert await try_once(mailbox(server, token)) is None, "an old one is given up for another"
    assert len(giver.asked) == 2


@pytest.mark.requires("dovecot")
@pytest.mark.slow
async def test_a_token_that_was_revoked_is_given_up_and_whoever_gives_them_out_is_asked_once_a_minute(
    giver: Giver, server: Dovecot, now: Moment
) -> None:
    token = tokens(giver, now)
    await token()
    giver.revoke()
    assert await try_once(mailbox(server, token)) is Trouble.NOT_LET_IN
    assert len(giver.asked) == 1, "it is new: we may not read the mailbox yet, and asking again would change nothing"
    now.at += timedelta(minutes=1)
    assert await try_once(mailbox(server, token)) is Trouble.NOT_LET_IN
    assert await try_once(mailbox(server, token)) is None, "an hour before its time"
    assert len(giver.asked) == 2


@pytest.mark.requires("dovecot")
@pytest.mark.slow
async def test_who_gives_no_token_is_named_as_the_trouble(giver: Giver, server: Dovecot, now: Moment) -> None:
    assert await try_once(mailbox(server, tokens(giver, now, client_secret="wrong"))) is Trouble.NOT_VOUCHED_FOR
    giver.status = 500
    assert await try_once(mailbox(server, tokens(giver, now))) is Trouble.NOT_VOUCHED_FOR


@pytest.mark.requires("dovecot")
@pytest.mark.requires("postfix")
@pytest.mark.slow
async def test_letters_leave_with_a_token_and_wait_while_there_is_none(
    giver: Giver, server: Dovecot, now: Moment
) -> None:
    giver.length = 300  # Postfix takes no line of more than 2,048
    with Postfix(server) as smtp:
        trust = ssl.create_default_context(cafile=str(smtp.ca_file))
        ours = Smtp(
            host="localhost", port=smtp.port, tls="starttls", sender=INTAKE, key=b"k", now=now, user=INTAKE,
            token=tokens(giver, now), trust=trust,
        )  # fmt: skip
        await ours.check()
        await ours.close()
        giver.revoke()
        with pytest.raises(TryLater, match="mail server: 535"):
            await ours.check()
        now.at += timedelta(minutes=1)
        with pytest.raises(TryLater, match="mail server: 535"):
            await ours.check()
        await ours.check()
        await ours.close()
        giver.status = 503
        now.at += timedelta(hours=2)
        with pytest.raises(TryLater):
            await ours.check()


async def test_what_a_refusal_is_called_is_told_and_nothing_else_of_it(giver: Giver, now: Moment) -> None:
    with pytest.raises(ConnectionError, match=r"^401 invalid_client$"):
        await tokens(giver, now, client_secret="wrong")()
    giver.refusal = "The secret 'quiet' has ended"
    with pytest.raises(ConnectionError, match=r"^401$"):
        await tokens(giver, now, client_secret="wrong")()
    giver.status = 429
    with pytest.raises(ConnectionError, match=r"^429$"):
        await tokens(giver, now)()


async def test_two_who_need_a_token_at_once_ask_for_one(giver: Giver, now: Moment) -> None:
    import asyncio

    token = tokens(giver, now)
    assert len({*await asyncio.gather(*(token() for _ in range(10)))}) == 1
    assert dict(giver.asked[0]) == FORM


def test_settings_without_what_a_token_needs_stop_the_start(tmp_path: Path, now: Moment) -> None:
    (tmp_path / "secret").write_text("quiet")
    known = {"client_id": "heard", "secret_file": str(tmp_path / "secret"), "token_url": "https://login.example/token"}
    box = ImapSettings(host="mail.example", user=INTAKE, oauth=OAuthSettings(**known))
    made = farends.mailbox(box, now)
    assert made is not None
    assert made.token is not None
    for wrong in ({"token_url": "http://login.example/token"}, {"client_id": None}, {"secret_file": None}):
        with pytest.raises(Misconfigured):
            farends.mailbox(box.model_copy(update={"oauth": OAuthSettings(**{**known, **wrong})}), now)


@pytest.mark.parametrize("seconds", [10**30, -5])
async def test_a_token_that_is_said_to_be_good_for_ever_or_never_is_used_all_the_same(
    seconds: int, giver: Giver, now: Moment
) -> None:
    giver.seconds = seconds
    assert (await tokens(giver, now)()).startswith("token-")
