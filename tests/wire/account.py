"""The account a server runs under: a server that refuses to be root is started as somebody else."""

import grp
import os
import pwd
from pathlib import Path
from typing import TypedDict

from casework.frozen import frozen


class _RunAs(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@frozen
class Account:
    """A user of this machine and its first group, by name and number."""

    user: str
    group: str
    uid: int
    gid: int

    def run_as(self) -> _RunAs:
        """Arguments for `subprocess` that start a program under this account; none where we are it already."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.uid != os.geteuid() else {}

    def own(self, folder: Path) -> None:
        """Hand over a folder with all that is in it."""
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, self.uid, self.gid)


def account(when_root: str) -> Account:
    """The account `when_root` where the tests run as root, otherwise our own."""
    entry = pwd.getpwnam(when_root) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    return Account(entry.pw_name, grp.getgrgid(entry.pw_gid).gr_name, entry.pw_uid, entry.pw_gid)
