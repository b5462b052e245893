"""Taking in what was sent, and whether there is anything in it to keep."""

import asyncio
from contextlib import AsyncExitStack

from starlette.requests import Request

from form import bodies
from form.bodies import Sent
from form.pages import OF_ONE, Form
from intake.callers import caller_of

LONGEST = 100_000
"""Characters of one message: thirty times a long letter. *Taste.*"""

EMPTY = "Type something, or call us."
TOO_LONG = "That is more than we can take at once. Send the first part now, and add the rest after it."
TOO_BIG = "too_big"


async def taken(request: Request, form: Form) -> Sent:
    """What was sent; large ones a few at a time, and of one caller not all of them. Whoever waits too long for their
    turn keeps their words: somebody may send so slowly that nobody else ever had one.
    """
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) < bodies.WORDS:
        return await bodies.read(request)
    mine = form.callers.setdefault(caller_of(request.client), asyncio.Semaphore(OF_ONE))
    async with AsyncExitStack() as turn:
        try:
            async with asyncio.timeout(form.turn):
                await turn.enter_async_context(mine)
                await turn.enter_async_context(form.coming)
        except TimeoutError:
            return await bodies.read(request, most=bodies.WORDS)
        return await bodies.read(request)


def unfit(sent: Sent) -> str:
    """What is wrong with words and files together; empty if nothing is."""
    if not sent.get("text") and not sent.files and not sent.too_big:
        return EMPTY
    return TOO_LONG if len(sent.get("text")) > LONGEST else ""


def problems(sent: Sent) -> tuple[str, ...]:
    """What staff should know of what was sent."""
    return (TOO_BIG,) if sent.too_big else ()
