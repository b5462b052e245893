"""What the made-up people say. Written for this story; nobody's words but ours."""

from casework.councils import Role, Staff
from casework.frozen import frozen

STAFF = (
    Staff("mina", "Mina Shaw", frozenset({Role.CO}), "mina.shaw@council.example"),
    Staff("dan", "Dan Marsh", frozenset({Role.CM}), "dan.marsh@council.example"),
    Staff("priya", "Priya Holt", frozenset({Role.RM}), "priya.holt@council.example", manager="tom"),
    Staff("tom", "Tom Reed", frozenset({Role.TM}), "tom.reed@council.example", manager="hana"),
    Staff("hana", "Hana Moss", frozenset({Role.HOS}), "hana.moss@council.example"),
    Staff("dee", "Dee Lowe", frozenset({Role.DCS}), "dee.lowe@council.example"),
    Staff("duty", "Femi Dada", frozenset({Role.FD, Role.EDT, Role.LADO}), "duty@council.example"),
)


@frozen
class Email:
    """One made-up mail."""

    sender: str
    address: str
    subject: str
    text: str

    @property
    def begins(self) -> str:
        """Its first line that is no greeting."""
        return next(line for line in self.text.splitlines() if line and not line.endswith(","))


MOTHER = Email(
    "Alex Carter",
    "alex.carter@family.example",
    "Nobody came again",
    """Hello,

My daughter's social worker was meant to visit on Tuesday and again on Friday. Nobody came and nobody rang. This is the
fourth time since the summer. When I called the office they said a manager would ring me back, and no one has.

I want this looked into, please, and I want somebody to tell my daughter what is going on.

Alex Carter
""",
)

THANKS = Email(
    "Jo Bell",
    "jo.bell@family.example",
    "Thank you",
    """Hi, I only wanted to say thank you to Karen in the leaving care team. She sat with my son for two hours when
his flat fell through, and she rang the next day to see how he was. Please tell her manager.

Jo
""",
)

TEENAGER_SAYS = (
    ("my social worker cancelled again", "thats 4 times now", "she said id see my brother and i havent"),
    ("Young person or care leaver",),
    ("Jay",),
    ("Yes please",),
    ("Make it a complaint",),
)  # fmt: skip

FRIGHTENED_SAYS = ("my step dad hit me again and i cant go home tonight",)

TAKEN = {"came_of": "passed to the front door", "outcome": "Rang the duty team, who are with him now."}
"""What Mina writes down when she has seen to an alarm."""

DECIDED = {
    "kind": "complaint",
    "procedure": "statutory",
    "sender": "parent",
    "service": "child_protection_family_support",
    "category_b": "delay_in_decision_or_provision",
    "category_d": "communication",
    "handler": "priya",
    "known_as": "Alex Carter",
    "summary_plain": "your daughter's social worker missed four visits and nobody told you why",
}
"""What Mina decides of the mother's mail."""
