"""A real IMAP server that can be stopped, killed, frozen and brought back on the same ports.

What a client in IDLE sees (measured): `kick` is BYE and the end of the stream; `cut` is the bare end of the stream;
`freeze` is silence, the half-open connection; `stop` ends the whole process group, since the children of a master that
stopped live on for half a minute.
"""

import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Self

from tests.wire.account import account
from tests.wire.loopback import HOST, certify, free_ports, wait_until_open

_SERVER = "/usr/sbin/dovecot"
_names = itertools.count(1)

_BY_TOKEN = "passdb {{\n  driver = oauth2\n  mechanisms = xoauth2\n  args = {folder}/tokens.conf\n}}\n"
_TOKENS = (
    "introspection_mode = auth\nintrospection_url = {url}\nusername_attribute = email\n"
    "active_attribute = active\nactive_value = true\n"
)


class Dovecot:
    """Mailboxes for `users` (address to password), plain on `port` and with TLS on `tls_port`. With `tokens`, the
    address at which a token is looked into, it lets in by XOAUTH2 as well.

    with Dovecot({"intake@example.test": "secret"}) as imap:
        imap.deliver("intake@example.test", b"Subject: hello ...")
    """

    host = HOST

    def __init__(self, users: Mapping[str, str], *, tokens: str = "") -> None:
        # Not pytest's folder: too long a path for Unix sockets, and closed to the account the server runs under.
        self.folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.folder.chmod(0o755)
        self.users = dict(users)
        self.account = account(when_root="nobody")
        self.port, self.tls_port = free_ports(2)
        self.certificates = certify(self.folder)
        self.ca_file = self.certificates.ca_file
        self.mail = self.folder / "mail"
        self.mail.mkdir()
        (self.folder / "passwd").write_text("".join(f"{user}:{{PLAIN}}{word}\n" for user, word in users.items()))
        (self.folder / "tokens.conf").write_text(_TOKENS.format(url=tokens))
        (self.folder / "dovecot.conf").write_text(self._configuration(by_token=bool(tokens)))
        self.account.own(self.folder)
        self._process: subprocess.Popen[bytes] | None = None

    def _configuration(self, *, by_token: bool) -> str:
        template = Path(__file__).with_name("dovecot.conf").read_text()
        who = self.account
        return template.format(
            folder=self.folder,
            user=who.user,
            group=who.group,
            uid=who.uid,
            gid=who.gid,
            port=self.port,
            tls_port=self.tls_port,
            certificate=self.certificates.certificate,
            key=self.certificates.key,
            mechanisms="plain login xoauth2" if by_token else "plain login",
            by_token=_BY_TOKEN.format(folder=self.folder) if by_token else "",
        )

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start, or come back on the same ports after `stop` or `kill`."""
        with (self.folder / "stderr").open("ab") as errors:
            self._process = subprocess.Popen(
                [_SERVER, "-F", "-c", str(self.folder / "dovecot.conf")],
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,
                **self.account.run_as(),
            )
        wait_until_open(self.port, server=self._process, greeting=b"* OK")

    def stop(self) -> None:
        """The server goes away in good order, and every connection with it."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """The power goes."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Away and back."""
        self.stop()
        self.start()

    def freeze(self) -> None:
        """Silence on every connection, old and new: nothing is closed and nothing answers."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Go on from where `freeze` stopped it."""
        self._signal(signal.SIGCONT)

    def freeze_connections(self) -> None:
        """Silence on the connections there are; a new one is answered."""
        self._signal_connections(signal.SIGSTOP)

    def cut(self) -> None:
        """End the connections there are without a word."""
        self._signal_connections(signal.SIGKILL)

    def kick(self, user: str) -> None:
        """End a user's connections with BYE."""
        subprocess.run(
            ["doveadm", "-c", str(self.folder / "dovecot.conf"), "kick", user], check=False, capture_output=True
        )

    def deliver(self, user: str, raw: bytes, *, received: datetime | None = None) -> None:
        """Put a message into a user's INBOX, as an MTA would. `received` is the time the server will say it came."""
        box = self._box(user)
        name = f"{time.time():.6f}.{os.getpid()}_{next(_names)}.test"
        waiting = box / "tmp" / name
        waiting.write_bytes(raw)
        os.chown(waiting, self.account.uid, self.account.gid)
        if received is not None:
            os.utime(waiting, (received.timestamp(), received.timestamp()))
        waiting.rename(box / "new" / name)

    def messages(self, user: str) -> list[bytes]:
        """What lies in a user's INBOX, byte for byte, seen or not."""
        box = self._box(user)
        kept: dict[str, bytes] = {}
        for part in ("new", "cur"):
            for path in (box / part).iterdir():
                with contextlib.suppress(FileNotFoundError):  # on its way from new to cur, where it is found next
                    kept[path.name.partition(":")[0]] = path.read_bytes()
        return [raw for _, raw in sorted(kept.items())]

    def wait_for(self, user: str, count: int, *, seconds: float = 20) -> list[bytes]:
        """What lies in a user's INBOX, once it is so many messages."""
        end = time.monotonic() + seconds
        while len(found := self.messages(user)) < count:
            if time.monotonic() > end:
                raise TimeoutError(f"{len(found)} of {count} messages came in {seconds} s")
            time.sleep(0.02)
        return found

    def renumber(self, user: str) -> None:
        """A new UIDVALIDITY, with UIDs from 1: what a restored mailbox looks like. Only while stopped."""
        for path in self._box(user).glob("dovecot*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        time.sleep(1.1)  # UIDVALIDITY is Dovecot's clock in seconds: any sooner and it could be the same number

    @property
    def sasl(self) -> Path:
        """Where Postfix asks whether a password is right."""
        return self.folder / "run" / "auth-smtp"

    def _box(self, user: str) -> Path:
        box = self.mail / user
        for folder in (box, box / "cur", box / "new", box / "tmp"):
            if not folder.is_dir():
                folder.mkdir(exist_ok=True)  # a mail server may be making it at this moment
                os.chown(folder, self.account.uid, self.account.gid)
        return box

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            self._signal(signal.SIGCONT)
            self._process.send_signal(how)
            self._process.wait(10)
        self._signal(signal.SIGKILL)
        (self.folder / "run" / "master.pid").unlink(missing_ok=True)
        self._process = None

    def _signal(self, what: signal.Signals) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):  # nobody is left in the group: nothing to do
                os.killpg(self._process.pid, what)

    def _signal_connections(self, what: signal.Signals) -> None:
        if self._process is None:
            return
        found = subprocess.run(
            ["pgrep", "-g", str(self._process.pid), "-x", "imap"], check=False, capture_output=True, text=True
        )
        for number in found.stdout.split():
            os.kill(int(number), what)
