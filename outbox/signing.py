"""Our mark on a letter, by which the far end can tell that it is ours and unchanged (DKIM, RFC 6376).

Only where the installation has a key for it. Most councils' mail servers put theirs on by themselves.
"""

from dataclasses import field

from casework.frozen import frozen

HEADERS = (
    "from to reply-to subject date message-id in-reply-to references auto-submitted mime-version content-type".split()
)
"""What the mark covers besides the words: whatever a reader or a program goes by."""


@frozen
class Mark:
    """A private key (PEM), and where in the DNS its public half is found: `selector._domainkey.domain`."""

    domain: str
    selector: str
    key: str = field(repr=False)

    def on(self, raw: bytes) -> bytes:
        """The letter with its mark. ValueError for a key that is none."""
        import dkim  # here, as few installations need it

        head = b"\n" + raw.partition(b"\r\n\r\n")[0].lower()
        there = [name.encode() for name in HEADERS if f"\n{name}:".encode() in head]
        try:
            mark = dkim.sign(
                raw, self.selector.encode(), self.domain.encode(), self.key.encode(), include_headers=there
            )
        except (dkim.DKIMException, ValueError, TypeError, IndexError) as error:
            raise ValueError(f"no key to sign with: {type(error).__name__}") from None
        return bytes(mark) + raw
