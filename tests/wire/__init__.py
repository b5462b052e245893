"""The far ends of our wires: the only things the tests put in place of the world.

Real servers where there are any (Dovecot, Postfix, PostgreSQL), an SMTP sink on aiosmtpd, and a small Bot API over
HTTP, since Telegram has no server to run. All of them on loopback, on ports of their own, and gone with the test that
started them. Each can be stopped, killed, frozen and brought back in the middle.

    dovecot    Dovecot    IMAP, with TLS, and passwords for Postfix
    postfix    Postfix    SMTP that delivers into Dovecot's mailboxes and makes real bounces
    postgres   Postgres   a cluster of its own
    smtp       SmtpSink   takes what we send and answers as told; `python -m tests.wire.smtp`
    botapi     BotApi     Telegram; `python -m tests.wire.botapi`
    process    Process    either of the last two, or the program itself, as a process that outlives what is killed
    proxy      Proxy      a wire to any of them that freezes, breaks, slows or refuses as it is told

These far ends live in the world outside, which has its own time: the ban on reading it does not reach here.
"""
