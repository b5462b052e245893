"""What is asked of somebody who is to serve on a case: their role, interests, papers and fee (R323, R334)."""

from desk.fields import DAY, Field, Sort

ASKED: tuple[Field, ...] = (
    Field("role", "As what do they serve?", Sort.ONE, needed="Choose as what they serve."),
    Field(
        "expert", "Who?", Sort.ONE, needed="Choose who it is.",
        hint="Whom to ask first stands first. Who may not serve stands last, with the reason.",
    ),
    Field(
        "interest", "Do they know anybody in the case, or have any other interest in it?", Sort.ONE,
        hint="Ask before you appoint them.", needed="Ask them, and choose what they said.",
        choices=(("no", "No"), ("yes", "Yes")),
    ),
    Field("declared", "What did they say about it?", Sort.TEXT, "Leave it empty if they declared nothing."),
    Field("fee", "What fee was agreed, in pounds?", Sort.LINE, "For example 300 or 4,334.60. Leave it empty if none."),
    Field("papers", "Which papers are they lent?", Sort.LINE, needed="Say which papers."),
    Field("papers_due", "By when must the papers be back?", Sort.DATE, DAY, "Give the day by which they must be back."),
    Field("appointment", "Whose appointment is it?", Sort.ONE, needed="Choose who it is."),
    Field("papers_back", "Which papers have come back?", Sort.ONE, needed="Choose which papers."),
    Field("back_on", "On which day?", Sort.DATE, "Leave it empty if today."),
    Field("amount", "How much, in pounds?", Sort.LINE, "For example 300 or 4,334.60", "Write how much."),
    Field("paid_on", "On which day was it paid?", Sort.DATE, "Leave it empty if today."),
)  # fmt: skip
