"""A made-up complaints officer, at work at the desk as anybody would be: a link, a session, a form. Over HTTP."""

import asyncio
import re
import urllib.parse
import urllib.request
from collections.abc import Mapping
from html import unescape
from http.cookiejar import CookieJar

TOKEN = re.compile(r'name="token" value="([^"]+)"')
VERSION = re.compile(r'name="version" value="([^"]+)"')
ALARM = re.compile(r'action="/alarms/([^"]+)"')


class Officer:
    """Signed in with a one-time link at the desk's address."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    async def sign_in(self, link: str) -> None:
        """Open the link, and press the button."""
        await self._post(f"/sign-in/{link}", {})

    async def decides(self, reference: str, chosen: Mapping[str, str]) -> None:
        """Open a contact, and say what it is."""
        page = await self._page(f"/contacts/{reference}")
        await self._post(f"/contacts/{reference}/open", {**_hidden(page), **chosen})

    async def takes_alarms(self, name: str, outcome: str) -> int:
        """I have it; and later, what came of it. How many alarms there were."""
        page = await self._page("/safety")
        found, token = dict.fromkeys(ALARM.findall(page)), _hidden(page)["token"]
        for alarm in found:
            await self._post(f"/alarms/{alarm}", {"token": token, "do": "have", "seen": ""})
            closing = {"token": token, "do": "close", "seen": name, "came_of": "passed to the front door"}
            await self._post(f"/alarms/{alarm}", closing | {"outcome": outcome})
        return len(found)

    async def _page(self, path: str) -> str:
        return await asyncio.to_thread(self._open, path, None)

    async def _post(self, path: str, typed: Mapping[str, str]) -> str:
        return await asyncio.to_thread(self._open, path, urllib.parse.urlencode(typed).encode())

    def _open(self, path: str, typed: bytes | None) -> str:
        with self._browser.open(self._address + path, typed, timeout=20) as answer:
            return unescape(answer.read().decode())


def _hidden(page: str) -> dict[str, str]:
    token, version = TOKEN.search(page), VERSION.search(page)
    return {"token": token[1] if token else "", "version": version[1] if version else ""}
