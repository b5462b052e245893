"""Email bytes to words. Any bytes give a `Mail`; nothing that a person wrote now is left out of its `text`.

    parse     bytes to everything `heard parse` prints
    message   bytes and what the envelope says to the `Message` that the door takes; `Unreadable` if a person must look
    printed   a `Mail` as the object of contract.md section 3

`parts` finds the parts and `headers` their headers; `charsets` and `words` make text of bytes, `markup` of HTML;
`bodies` and `versions` choose what the mail says, `history` tells new words from old, `notices` reads what programs
report.
"""

from intake.parsing.mail import Attachment, Correspondent, Mail, Unreadable
from intake.parsing.messages import message, nothing_wrong
from intake.parsing.printing import printed
from intake.parsing.reading import parse

__all__ = ["Attachment", "Correspondent", "Mail", "Unreadable", "message", "nothing_wrong", "parse", "printed"]
