"""Email comes in: a mailbox is watched over IMAP, and everything in it is kept before anyone understands it.

Nothing is moved, flagged or deleted: the mailbox is opened for reading only, and how far we have read is in our own
ledger. Other clients may do as they like with it. A message leaves no other trace than its bytes in the inbox.

    wire      one connection; every call on it ends
    answers   what is read from what the server says
    ledger    how far we have read
    watch     the loop: connect, drain, idle, and again
"""

from intake.mailbox.watch import Mailbox, Trouble, try_once, watch

__all__ = ["Mailbox", "Trouble", "try_once", "watch"]
