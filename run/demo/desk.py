"""The made-up staff at the real desk: each signs in by a one-time link, opens a page, fills in its form, sends it."""

import asyncio
import re
from collections.abc import Collection, Mapping
from datetime import date
from html import unescape
from http import HTTPStatus
from urllib.parse import urlencode

from casework import days
from run.browser import Browser, hidden
from run.demo.rows import typed
from run.service import Service
from store import people

MISTAKE = re.compile(r'role="alert"[^>]*>(.*?)</ul>', re.DOTALL)
ALARM = re.compile(r'action="/alarms/([^"]+)"')
REASON = re.compile(r'action="(/[^"]+/reason)"')
TAG = re.compile(r"<[^>]+>")

OPENS, JOINS, ASIDE, ALARMS = "open", "join", "aside", "alarms"
AT_A_CONTACT = {OPENS: "open", JOINS: "join", ASIDE: "set-aside"}
"""The desk's own forms about a message, and where each is sent."""


SENT_AWAY, SIGNED_OUT = 303, 401


class Refused(Exception):
    """The desk did not take a form; the message is what its page says."""


class Staffed:
    """Everybody who works there, each in a browser of their own, at the desk of a service that runs here."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._browsers: dict[str, Browser] = {}

    def goes_home(self) -> None:
        """The day is over: everybody signs in again tomorrow."""
        for browser in self._browsers.values():
            browser.close()
        self._browsers = {}

    async def does(self, who: str, does: str, reference: str, facts: Mapping[str, str], day: date, stage: str) -> None:
        """One form about a matter, filled in and sent."""
        if does == ALARMS:
            await self.takes(who, facts)
            return
        if does in AT_A_CONTACT:
            page = f"/contacts/{reference}"
            await self.sends(who, page, f"{page}/{AT_A_CONTACT[does]}", self.typed(facts, day))
            return
        page = f"/cases/{reference}/{does}"
        where = f"{page}?{urlencode({'stage': stage})}" if stage else page
        typed = dict(self.typed(facts, day))
        await self.sends(who, where, page, {**typed, **({"stage": stage} if stage else {})})

    async def sends(self, who: str, page: str, to: str, typed: Mapping[str, str]) -> None:
        """A form of a page, with what it hides and what is typed. Raises `Refused`."""
        status, shown = await self._ask(who, page)
        reason = REASON.search(shown)
        if reason:  # what is about harm is opened for a reason (R904)
            await self._ask(who, reason[1], {**hidden(shown, reason[1]), "why": "dealing with it"})
            status, shown = await self._ask(who, page)
        if status != HTTPStatus.OK:
            raise Refused(f"{page} is not there for {who} ({status})")
        status, shown = await self._ask(who, to, {**hidden(shown, to), **typed})
        if status != SENT_AWAY:
            found = MISTAKE.search(shown)
            raise Refused(" ".join(unescape(TAG.sub(" ", found[1])).split()) if found else f"{to} answered {status}")

    def typed(self, facts: Mapping[str, str], day: date) -> dict[str, str]:
        """Facts as they are typed: a day in three boxes."""
        calendar = self._service.council.calendars["EW"]
        return typed(facts, day, lambda start, count: days.add(start, count, calendar))

    async def takes(self, who: str, facts: Mapping[str, str], only: Collection[str] = ()) -> int:
        """Every alarm that rings, or `only` these: taken, and closed with what came of it if that is said."""
        _, page = await self._ask(who, "/safety")
        there = [each for each in dict.fromkeys(ALARM.findall(page)) if not only or each in only]
        for alarm in there:
            to = f"/alarms/{alarm}"
            await self._ask(who, to, {**hidden(page, to), "do": "have"})
            if facts:
                _, page = await self._ask(who, "/safety")
                await self._ask(who, to, {**hidden(page, to), "do": "close", **facts})
        return len(there)

    async def _ask(self, who: str, path: str, typed: Mapping[str, str] | None = None) -> tuple[int, str]:
        if who not in self._browsers:
            await self._comes_in(who)
        status, shown = await asyncio.to_thread(self._browsers[who].asks, path, typed)
        if status == SIGNED_OUT or (typed is None and status == SENT_AWAY):  # they were away from the desk for too long
            await self._comes_in(who)
            status, shown = await asyncio.to_thread(self._browsers[who].asks, path, typed)
        return status, shown

    async def _comes_in(self, who: str) -> None:
        council, moment = self._service.council.name, self._service.now()
        link = await self._service.database.transact(lambda db: people.issue_link(db, council, who, moment))
        self._browsers[who] = Browser(self._service.settings.desk.port)
        await asyncio.to_thread(self._browsers[who].sign_in, link)
