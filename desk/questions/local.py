"""What is asked to open a case, to answer it, to take more time, and of the person themselves."""

from casework.cases import Outcome
from desk.fields import DAY, Field, Sort
from desk.words import labels

TO_THEM = "It goes to them as you write it."

KIND = Field("kind", "What sort of contact is it?", Sort.ONE, needed="Choose what sort of contact it is.")
HANDLER = Field("handler", "Give it to", Sort.ONE, needed="Choose a manager.")
SUMMARY = Field(
    "summary_plain", "In plain words, what are they unhappy about?",
    hint="It goes to them: “This is what we think you said: …”",
    needed="Write in plain words what they are unhappy about. They will read it.",
)  # fmt: skip
ASKED: tuple[Field, ...] = (
    SUMMARY,
    HANDLER,
    Field("why", "Why?", hint="In a sentence others will understand later.", needed="Write why."),
    Field("reason", "Why is more time needed?", Sort.ONE, needed="Choose a reason."),
    Field(
        "reason_plain", "The reason, in words the family will understand", hint=TO_THEM,
        needed="Enter the reason for the delay, in words the family will understand.",
    ),
    Field("done_so_far", "What has been done so far?", hint=TO_THEM, needed="Write what has been done so far."),
    Field("what_we_will_do", "What will you do next?", hint=TO_THEM, needed="Write what you will do next."),
    Field(
        "new_due_date", "By when will they have the answer?", Sort.DATE, needed="Give the new date.",
        hint=f"{DAY}. It is promised to them.",
    ),
    Field("outcome_#", "What did you find?", Sort.ONE, needed="Choose what you found.", choices=labels(Outcome)),
    Field("point_#", "What they said", hint=TO_THEM, needed="Write what they said."),
    Field("found_#", "What you found", hint=TO_THEM, needed="Write what you found."),
    Field("why_#", "Why you think so", hint=TO_THEM, needed="Write why you think so."),
    Field("remedy_plain", "What will be put right?", hint=TO_THEM, needed="Write what will be put right."),
    Field("remedy_by", "By when?", Sort.DATE, DAY, "Give the day by which it is put right."),
    Field(
        "action_text", "What will the service learn or change?", hint="It goes to an adult where you agree.",
        needed="Write what the service will learn or change.",
    ),
    Field(
        "sent_by", "How does it reach them?", Sort.ONE, needed="Choose how it reaches them.",
        hint="The time to ask for more starts when they have it (R412). Left empty: by email or chat.",
        choices=(
            ("email", "by email or chat, the same day"), ("post", "by first-class post, two working days later"),
        ),
    ),
    Field(
        "asked_on", "On which day did their request arrive?", Sort.DATE,
        hint=f"Leave it empty if it came today. {DAY}",
    ),
    Field(
        "what_we_did", "What was done, in words they will understand?", hint=TO_THEM,
        needed="Write what was done.",
    ),
    Field("action_due", "By when will that be done?", Sort.DATE, DAY, "Give the day."),
)  # fmt: skip
