"""What is asked about Stages 2 and 3 (R323-R338): the list of points, the reports, the panel, the response."""

from desk.fields import DAY, Field, Sort
from desk.questions.local import TO_THEM

ASKED: tuple[Field, ...] = (
    Field(
        "wanted_plain", "What would they like to happen?", hint="It goes to them with the list of points, to check.",
        needed="Write what they would like to happen.",
    ),
    Field("agreed_on", "On which day did they say yes?", Sort.DATE, DAY, "Give the day on which they said yes."),
    Field("reports_on", "On which day were both reports in?", Sort.DATE, DAY, "Give the day on which both were in."),
    Field("what_was_agreed", "What was agreed?", hint=TO_THEM, needed="Write what was agreed. They will read it."),
    Field(
        "panel_date", "On which day does the panel meet?", Sort.DATE, f"They are told. {DAY}",
        "Give the day on which the panel meets.",
    ),
    Field(
        "later_because", "Why is it later than 30 working days?",
        hint="Only if it is: they asked for a later day, or what kept us. It is counted as late all the same (R310).",
    ),
    Field("papers_on", "On which day did the papers go out?", Sort.DATE, DAY, "Give the day on which they went."),
    Field("held_on", "On which day did the panel meet?", Sort.DATE, DAY, "Give the day on which the panel met."),
    Field("who_came", "Who came?", hint="They may bring an advocate and one other person."),
    Field(
        "report_on", "On which day did the panel’s report reach the council?", Sort.DATE, DAY,
        "Give the day on which the report came.",
    ),
    Field("recommendations", "What does the panel recommend?", needed="Write what the panel recommends."),
    Field(
        "ip_view", "What did the independent person say about it?", hint="The director answers together with them.",
        needed="Write what the independent person said.",
    ),
    Field("not_followed", "What will not be followed, and why?", hint=f"Leave it empty if all of it is. {TO_THEM}"),
)  # fmt: skip
