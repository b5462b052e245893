"""What can be wrong with an installation's mail and bot, and with who is rung, each with what `heard check` says."""

from collections.abc import Mapping

from tests.run.planting import (
    Plant,
    mail,
    secret,
    setting,
)
from tests.wire.loopback import HOST

OAUTH = {
    "intake__imap__host": HOST,
    "intake__imap__user": "x",
    "intake__imap__oauth__token_url": "https://login.example",
}
READ = {"intake__imap__host": HOST, "intake__imap__port": 1, "intake__imap__user": "x"}
FAR: Mapping[str, tuple[Plant, str]] = {
    # mail
    "mail left unread until a day to come": (
        setting(intake__imap__host=HOST, intake__imap__since="2027-01-01"),
        "WRONG intake.imap.since: all mail before 2027-01-01 is left unread",
    ),
    "letters from no address": (
        mail(outbox__smtp__from="Larkhaven Council"),
        "WRONG far ends: outbox.smtp.from: expected an address",
    ),
    "no mailbox": (setting(), "TO DO mailbox: none is named"),
    "no mail server": (setting(), "TO DO mail server: none is named"),
    "a mailbox without a password": (
        setting(intake__imap__host=HOST),
        "WRONG far ends: intake.imap: a mailbox needs a user",
    ),
    "a password of two lines": (
        lambda p: setting(**READ, intake__imap__password_file=p.writes("password", "hush\nhush"))(p),
        "WRONG far ends: intake.imap.password_file: ",
    ),
    "a mail server's user without a password": (
        mail(outbox__smtp__from="tell@larkhaven.gov.uk", outbox__smtp__user="tell"),
        "WRONG outbox.smtp.password_file: a user is named, and no password",
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
        "WRONG far ends: intake.imap.oauth.secret_file: /none/secret: the secret cannot be read: there is no such file",
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
        "WRONG far ends: bot.token_file: /none/token: the secret cannot be read",
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
    "a token that is none": (
        lambda p: p.sets("bot.token_file", p.writes("token", "hush")),
        "holds no token; BotFather's look like",
    ),
    "a webhook at a port Telegram never calls": (
        setting(bot__webhook__url="https://council.example:9999/h"),
        "WRONG bot.webhook.url: Telegram calls the ports",
    ),
    "a webhook of no bot": (
        setting(bot__webhook__url="https://council.example/h"),
        "TO DO bot.webhook.url: there is no bot",
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
    "DKIM without a key": (mail(outbox__smtp__dkim__selector="x"), "WRONG outbox.smtp.dkim: a selector without"),
    "a secret that Telegram does not take": (
        lambda p: setting(
            bot__webhook__url="https://council.example/h", bot__webhook__secret_file=p.writes("secret", "hush hush!")
        )(p),
        "WRONG bot.webhook.secret_file: Telegram takes letters, digits",
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
