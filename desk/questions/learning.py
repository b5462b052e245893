"""What is asked about learning, the Ombudsman’s remedies, and dates worked out again (R396-R399, R411)."""

from casework.actions import Level, Remedy
from desk.fields import DAY, Field, Sort
from desk.words import labels

ASKED: tuple[Field, ...] = (
    Field("lesson", "What will be learnt or changed?", needed="Write what will be learnt or changed."),
    Field("lesson_by", "By when?", Sort.DATE, DAY, "Give the day by which it is done."),
    Field("level", "Who learns?", Sort.ONE, needed="Choose who learns.", choices=labels(Level)),
    Field("owner", "Who owns it?", Sort.ONE, needed="Choose who owns it: a role, or somebody who works here."),
    Field("point", "Which point is it about?", Sort.ONE, "Leave it empty if it is about the whole complaint."),
    Field("action", "Which one?", Sort.ONE, needed="Choose which one."),
    Field("evidence", "What shows that it is done?", needed="Write what shows that it is done."),
    Field("done_on", "On which day was it done?", Sort.DATE, DAY, "Give the day on which it was done."),
    Field("remedy", "What sort of remedy is it?", Sort.ONE, needed="Choose the sort.", choices=labels(Remedy)),
    Field("asks", "What does the Ombudsman ask for?", needed="Write what the Ombudsman asks for."),
    Field("remedy_due", "By which day?", Sort.DATE, "The day in the letter.", "Give the day in the letter."),
    Field("asked_remedy", "Which remedy?", Sort.ONE, needed="Choose which remedy."),
    Field("authorised_by", "Who authorised the payment?", Sort.LINE, "Needed for a payment (R398)."),
    Field("authorised_on", "On which day was it authorised?", Sort.DATE, "Needed for a payment (R398)."),
    Field("clocks", "Which dates are worked out again?", Sort.SEVERAL, needed="Choose which dates."),
)  # fmt: skip
