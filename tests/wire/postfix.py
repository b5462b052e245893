"""A real mail server that delivers into Dovecot's mailboxes, asks Dovecot for passwords, and makes real bounces.

Needs root, as Postfix does. Anyone may send to the mailboxes it has; anything else wants a password over TLS, and mail
to an address that does not exist comes back to its sender within a second.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Self

from tests.wire.dovecot import Dovecot
from tests.wire.loopback import HOST, certify, free_ports, wait_until_open

_SERVER = "/usr/sbin/postfix"


class Postfix:
    """STARTTLS on `port`, TLS from the first byte on `tls_port`; users and passwords are those of `boxes`.

    with Dovecot({"intake@example.test": "secret"}) as imap, Postfix(imap) as smtp: ...
    """

    host = HOST

    def __init__(self, boxes: Dovecot) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="postfix-"))
        self.folder.chmod(0o755)
        self.port, self.tls_port = free_ports(2)
        self.certificates = certify(self.folder)
        self.ca_file = self.certificates.ca_file
        for part in ("spool", "data"):
            (self.folder / part).mkdir()
        shutil.chown(self.folder / "data", "postfix")
        (self.folder / "vmailbox").write_text("".join(f"{user} {user}/\n" for user in boxes.users))
        (self.folder / "dynamicmaps.cf").write_text("")
        (self.folder / "main.cf").write_text(self._main(boxes))
        (self.folder / "master.cf").write_text(
            _template("postfix.master").format(port=self.port, tls_port=self.tls_port)
        )

    def _main(self, boxes: Dovecot) -> str:
        return _template("postfix.cf").format(
            folder=self.folder,
            domains=" ".join(sorted({user.partition("@")[2] for user in boxes.users})),
            mail=boxes.mail,
            uid=boxes.account.uid,
            gid=boxes.account.gid,
            sasl=boxes.sasl,
            certificate=self.certificates.certificate,
            key=self.certificates.key,
        )

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start, or come back on the same ports."""
        subprocess.run([_SERVER, "-c", str(self.folder), "start"], check=True, capture_output=True)
        wait_until_open(self.port, greeting=b"220")

    def stop(self) -> None:
        """Gone, with what it had queued still queued."""
        subprocess.run([_SERVER, "-c", str(self.folder), "stop"], check=False, capture_output=True)

    def log(self) -> str:
        """What it says it did."""
        kept = self.folder / "maillog"
        return kept.read_text() if kept.exists() else ""


def _template(name: str) -> str:
    return Path(__file__).with_name(name).read_text()
