"""Whatever a council's sign-in says is checked: who said it, for whom, when, in answer to what, and signed by whom."""

import asyncio
import json
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from desk.doorstep import STARTS
from desk.signing import cookies
from desk.signing.errands import LASTS, Errand, NotReached, Refused
from desk.signing.provider import Provider
from store.migrations import migrate
from tests.conftest import Moment
from tests.desk.office import opened, url_of
from tests.wire.bent import Bent

TRUST = ssl.create_default_context()


@pytest.fixture
def bent() -> Iterator[Bent]:
    with Bent() as running:
        yield running


@pytest.fixture
def ours(bent: Bent, now: Moment) -> Provider:
    """How the desk asks it."""
    return Provider(bent.issuer, "heard", "quiet", "http://desk.example", now, TRUST)


async def begun(ours: Provider, bent: Bent, now: Moment) -> tuple[Errand, dict[str, str]]:
    """Somebody is there, and comes back with what an honest provider would say of Mina."""
    place, errand = await ours.begin()
    asked = {name: value[0] for name, value in parse_qs(urlsplit(place).query).items()}
    second = int(now().timestamp())
    bent.honest = {
        "iss": bent.issuer, "aud": "heard", "sub": "7", "exp": second + 300, "iat": second, "nonce": asked["nonce"],
        "email": "mina@council.example",
    }  # fmt: skip
    return errand, {"state": asked["state"], "code": "abc"}


async def test_an_honest_answer_names_somebody_and_the_code_was_asked_for_with_proof(
    ours: Provider, bent: Bent, now: Moment
) -> None:
    place, _ = await ours.begin()
    asked = {name: value[0] for name, value in parse_qs(urlsplit(place).query).items()}
    assert (asked["response_type"], asked["code_challenge_method"], asked["redirect_uri"]) == (
        "code", "S256", "http://desk.example/sign-in/back",
    )  # fmt: skip
    errand, back = await begun(ours, bent, now)
    assert await ours.finish(errand, back) == "mina@council.example"
    (form,) = bent.forms
    assert form["code_verifier"] == errand.verifier and form["client_secret"] == "quiet"
    assert len(create_s256_code_challenge(errand.verifier)) == 43 and len(errand.verifier) >= 43
    bent.said = {"aud": ["heard", "another"], "azp": "heard"}
    assert await ours.finish(errand, back) == "mina@council.example"


@pytest.mark.parametrize("said", [
    {"iss": "https://another.example"}, {"iss": None}, {"aud": "another"}, {"aud": None}, {"aud": ["another"]},
    {"aud": ["heard", "another"]}, {"azp": "another"}, {"nonce": "another"}, {"nonce": None}, {"exp": 1}, {"exp": None},
    {"iat": None}, {"nbf": 4_000_000_000}, {"sub": None}, {"at_hash": "another"}, {"email": None}, {"email": " "},
    {"email": ["mina@council.example"]}, {"email_verified": False},
], ids=str)  # fmt: skip
async def test_what_was_said_for_another_by_another_or_long_ago_names_nobody(
    ours: Provider, bent: Bent, now: Moment, said: dict[str, object]
) -> None:
    errand, back = await begun(ours, bent, now)
    bent.said = said
    with pytest.raises(Refused):
        await ours.finish(errand, back)


@pytest.mark.parametrize(("claim", "wrong", "why"), [
    ("iat", 300, "time of day"), ("nbf", 300, "time of day"), ("exp", -300, "time of day"),
    ("aud", 0, "asked for: aud"),
])  # fmt: skip
async def test_whoever_keeps_this_is_told_a_clock_that_is_off_from_what_was_never_meant_for_us(
    ours: Provider, bent: Bent, now: Moment, claim: str, wrong: int, why: str
) -> None:
    errand, back = await begun(ours, bent, now)
    bent.said = {claim: int(now().timestamp()) + wrong if wrong else "another"}
    with pytest.raises(Refused, match=why):
        await ours.finish(errand, back)
    bent.said = {claim: int(now().timestamp()) + wrong // 6} if claim != "aud" else {}
    assert await ours.finish(errand, back) == "mina@council.example", "what a minute's leeway allows"


@pytest.mark.parametrize("signed", [
    "another's key", "a key it brings along", "a key nobody named", "our shared secret", "their public key", "nothing",
    "no token",
])  # fmt: skip
async def test_what_the_provider_has_not_signed_itself_names_nobody(
    ours: Provider, bent: Bent, now: Moment, signed: str
) -> None:
    errand, back = await begun(ours, bent, now)
    bent.signed = signed
    with pytest.raises(Refused):
        await ours.finish(errand, back)


@pytest.mark.parametrize("back", [
    {"state": "another"}, {"state": ""}, {"code": ""}, {"error": "access_denied"}, {"iss": "https://another.example"},
], ids=str)  # fmt: skip
async def test_who_comes_back_with_anothers_errand_or_with_nothing_is_not_even_asked_about(
    ours: Provider, bent: Bent, now: Moment, back: dict[str, str]
) -> None:
    errand, honest = await begun(ours, bent, now)
    with pytest.raises(Refused):
        await ours.finish(errand, honest | back)
    now.go(seconds=(LASTS + timedelta(seconds=1)).total_seconds())
    with pytest.raises(Refused, match="late"):
        await ours.finish(errand, honest)
    assert not bent.forms


async def test_a_provider_that_says_no_or_is_ill_or_names_unsafe_places_is_told_apart_for_whoever_keeps_this(
    ours: Provider, bent: Bent, now: Moment
) -> None:
    errand, back = await begun(ours, bent, now)
    bent.status = 401
    with pytest.raises(Refused, match="answered 401"):
        await ours.finish(errand, back)
    bent.status = 500
    with pytest.raises(NotReached, match="500"):
        await ours.finish(errand, back)
    bent.status = 302
    with pytest.raises(NotReached, match="302"):
        await ours.finish(errand, back)
    await ours.check()
    for name, said in (("issuer", "https://another.example"), ("token_endpoint", "http://council.example/token"),
                       ("jwks_uri", None), ("authorization_endpoint", "file:///etc/passwd")):  # fmt: skip
        bent.described = {name: said}
        with pytest.raises(NotReached):
            await ours.check()
    with pytest.raises(NotReached):
        await replace(ours, issuer="http://127.0.0.1:9").check()


async def test_a_provider_that_never_ends_answers_one_that_is_endless_or_nests_for_ever_is_given_up(
    ours: Provider, bent: Bent, now: Moment
) -> None:
    errand, back = await begun(ours, bent, now)
    bent.raw = b"[" * 100_000
    with pytest.raises(NotReached, match="RecursionError"):
        await ours.check()
    bent.raw = b'{"issuer": "' + b"x" * 50_000_000 + b'"}'
    with pytest.raises(NotReached, match="ValueError"):
        await ours.check()
    bent.raw = b""
    bent.said = {"email": json.loads("[" * 900 + "]" * 900)}
    with pytest.raises(Refused):
        await ours.finish(errand, back)
    bent.drips = True
    with pytest.raises(NotReached, match="TimeoutError"):
        await replace(ours, patience=0.5).check()


async def test_however_many_wait_for_a_silent_provider_nobody_else_waits_for_a_thread(
    ours: Provider, bent: Bent
) -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(2))
    bent.drips = True
    starts = [asyncio.create_task(ours.begin()) for _ in range(STARTS)]
    await asyncio.to_thread(bent.asked.acquire)
    await asyncio.to_thread(int)
    assert not any(each.done() for each in starts), "or the test would prove nothing"
    for each in starts:
        each.cancel()


async def test_one_errand_does_not_call_the_council_without_an_end_and_whoever_comes_after_a_while_gets_in(
    ours: Provider, bent: Bent, now: Moment, tmp_path: Path
) -> None:
    url = url_of(tmp_path)
    migrate(url)
    async with opened(url, now, provider=ours) as office:
        stranger, bent.status = office.stranger(), 400
        place = (await stranger.get("/sign-in/council")).where
        state, kept = parse_qs(urlsplit(place).query)["state"][0], stranger.client.cookies[cookies.ERRAND]
        tried = []
        for _ in range(STARTS + 3):
            stranger.client.cookies.set(cookies.ERRAND, kept)
            tried.append((await stranger.get(f"/sign-in/back?state={state}&code=made-up")).status)
        assert tried == [403] * STARTS + [429] * 3 and len(bent.forms) == STARTS
        now.go(minutes=11)
        mina = office.stranger()
        place = (await mina.get("/sign-in/council")).where
        asked = {name: value[0] for name, value in parse_qs(urlsplit(place).query).items()}
        bent.status, second = 200, int(now().timestamp())
        bent.honest = {
            "iss": bent.issuer, "aud": "heard", "sub": "7", "exp": second + 300, "iat": second, "nonce": asked["nonce"],
            "email": "Mina@Council.example",
        }  # fmt: skip
        assert (await mina.get(f"/sign-in/back?state={asked['state']}&code=abc")).where == "/"
