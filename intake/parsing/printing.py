"""A mail as `heard parse` prints it (contract.md, section 3). Nothing known is `null`."""

from intake.parsing.mail import Attachment, Correspondent, Mail


def printed(mail: Mail) -> dict[str, object]:
    """The object for one mail; beyond the contract it says who a report is about, and where answers go."""
    return {
        "message_id": mail.message_id or None,
        "from": _who(mail.sender),
        "reply_to": [_who(one) for one in mail.reply_to],
        "to": [_who(one) for one in mail.to],
        "cc": [_who(one) for one in mail.cc],
        "date": mail.date.isoformat() if mail.date else None,
        "subject": mail.subject,
        "in_reply_to": mail.in_reply_to or None,
        "references": list(mail.references),
        "text": mail.text,
        "quoted": mail.quoted,
        "signature": mail.signature,
        "attachments": [_file(one) for one in mail.attachments],
        "automatic": mail.automatic.value if mail.automatic else None,
        "bounce_of": mail.bounce_of or None,
        "failed": list(mail.failed),
        "delayed": mail.delayed,
        "forwarded_from": _who(mail.forwarded_from) if mail.forwarded_from else None,
        "reference": mail.reference or None,
        "problems": list(mail.problems),
    }


def _who(one: Correspondent) -> dict[str, str | None]:
    return {"name": one.name or None, "address": one.address or None}


def _file(one: Attachment) -> dict[str, object]:
    return {"name": one.name or None, "type": one.type, "bytes": one.size, "sha256": one.sha256}
