"""Telegram's far end: a small Bot API over real HTTP, with its rules and its limits.

An offset confirms and what was not confirmed comes again; long polling; 409 for a second poller or beside a webhook;
webhooks in order, with the secret token, until a 2xx; 64 bytes behind a button, 4,096 characters in a message, 20 MB in
a file; 403 for who blocked the bot, 429 with its wait. A method it does not know is an error, never a quiet yes.

    api = BotApi(); await api.start()
    await api.text(7, "hello")
    await api.until(lambda: len(api.sent(7)) == 1)
    await api.press(7, "Yes")
    api.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)

    server.py    HTTP, what was called and when, faults
    methods.py   what a bot may ask for
    updates.py   the queue, polling and webhooks
    people.py    what people do in the chat
    __main__.py  all of it as a process: `python -m tests.wire.botapi PORT --record FILE`
"""

from tests.wire.botapi.server import BotApi, Call, tell
from tests.wire.botapi.updates import Refused

__all__ = ["BotApi", "Call", "Refused", "tell"]
