"""What is asked about whoever acts for somebody, about an advocate, and about who may be told what."""

from collections.abc import Mapping
from datetime import date

from casework.cases import Advocacy, Case, StageRow
from casework.councils import Council
from casework.on_behalf.advocates import Relation
from casework.on_behalf.authority import Given, Scope
from casework.people import Part
from desk.fields import DAY, Field, Sort
from desk.questions.choices import Choices, Choose
from desk.words import labels, plain

ADDED = tuple(part for part in Part if part not in (Part.COMPLAINANT, Part.ADVOCATE))
"""Parts that somebody is added in. An advocate is named by a step of its own, which asks more (R506)."""

YES_OR_NO = (("yes", "Yes"), ("no", "No"))

ASKED: tuple[Field, ...] = (
    Field(
        "advocacy", "What did they say about an advocate?", Sort.ONE,
        needed="Choose what they said about an advocate.", choices=labels(Advocacy),
    ),
    Field(
        "how", "How do you know who is writing?",
        hint="A call to a number we hold, an advocate’s word, something only they know.",
        needed="Write how you know who is writing.",
    ),
    Field(
        "how_known", "How do you know this?",
        hint="Who told you, when, and how: a call, a message, a form in the file.",
        needed="Write how you know this.",
    ),
    Field("agreed", "Have they agreed that we pass on their name?", Sort.ONE, needed="Choose one.", choices=YES_OR_NO),
    Field("agency", "Which agency do they want?", Sort.LINE, needed="Write the name of the agency."),
    Field("advocate_name", "What is the advocate called?", Sort.LINE, needed="Write the advocate’s name."),
    Field(
        "relation", "How does this person stand to them, and to the complaint?", Sort.ONE,
        hint="Somebody who works for the service can support them. An advocate is independent of it (R506, R507).",
        needed="Choose how this person stands to them.", choices=labels(Relation),
    ),
    Field(
        "objected", "Has the young person said that they do not want this person?", Sort.ONE, choices=YES_OR_NO,
    ),
    Field(
        "reached_at", "Where are they reached?", Sort.LINE, hint="An email address, or a telephone number.",
        needed="Write where they are reached.",
    ),
    Field("person_name", "What are they called?", Sort.LINE, needed="Write their name."),
    Field(
        "part", "What do they have to do with it?", Sort.ONE,
        hint="Being listed lets nobody be told anything: that is recorded apart.",
        needed="Choose what they have to do with it.", choices=labels(ADDED),
    ),
    Field("who", "Who is it about?", Sort.ONE, hint="Left empty: whose complaint it is.", needed="Choose a person."),
    Field("scope", "What may they do?", Sort.SEVERAL, needed="Tick at least one.", choices=labels(Scope), shown=3),
    Field("given_how", "How was it given?", Sort.ONE, needed="Choose how it was given.", choices=labels(Given)),
    Field(
        "evidence", "What have you seen or heard, and where is it kept?",
        hint="A form in the file, a note of the call, a birth certificate or a court order that was shown.",
        needed="Write what you have seen or heard, and where it is kept.",
    ),
    Field(
        "others_checked", "Have you checked it for facts about other people?", Sort.ONE,
        hint="Where others of the family have a part in it, it does not go until somebody has (R522).",
        choices=(("yes", "Yes"),),
    ),
    Field(
        "given_on", "On which day was it given?", Sort.DATE,
        hint=f"Leave it empty if it was today. {DAY}",
    ),
    Field(
        "expires", "What is the last day on which it holds?", Sort.DATE,
        hint=f"Leave it empty if it holds until it is taken back. {DAY}",
    ),
)  # fmt: skip


def _people(case: Case, at: StageRow | None, council: Council, today: date) -> Choices:
    """Whose complaint it is, and everybody else on the case."""
    del at, council, today
    return tuple(
        (each.address.value, f"{each.known_as or 'No name given'}, {plain(each.part)}")
        for each in case.people
        if each.address.value
    )


CHOICES: Mapping[str, Choose] = {"who": _people}
