"""What is asked of every other kind of matter: what is put right informally, requests, the way shown, the Ombudsman;
of points; how a case ends or begins again; and what is noted of it.
"""

from collections.abc import Mapping
from datetime import date

from casework import standing
from casework.cases import Case, StageRow
from casework.councils import Council, Role
from casework.labels import CategoryB, CategoryD, Procedure, Service
from desk.fields import DAY, Field, Sort
from desk.questions.choices import Choices, Choose
from desk.questions.local import TO_THEM
from desk.words import labels

UNDER = (Procedure.STATUTORY, Procedure.CORPORATE, Procedure.ADULT_SOCIAL_CARE, Procedure.DATA_PROTECTION)


def _points(case: Case, at: StageRow | None, council: Council, today: date) -> Choices:
    del at, council, today
    return tuple((str(each.number), f"Point {each.number}: {each.text[:60]}") for each in case.issues)


def _steps(case: Case, at: StageRow | None, council: Council, today: date) -> Choices:
    del case, today
    return labels(standing.definition(at, council).steps) if at else ()


def _acting(case: Case, at: StageRow | None, council: Council, today: date) -> Choices:
    """R247: anybody senior who is not complained of."""
    del at, today
    senior = {Role.CM, Role.HOS, Role.DCS, Role.TM}
    there = [each for each in council.staff if each.roles & senior and each.id not in case.excluded]
    return tuple((each.id, each.name) for each in there)


CHOICES: Mapping[str, Choose] = {"issue": _points, "step": _steps, "acting": _acting}

ASKED: tuple[Field, ...] = (
    Field(
        "chosen_by", "Who chose to put it right without a complaint?", Sort.ONE, needed="Choose who chose it.",
        hint="If they did, it counts from the day they ask. If we did, from the day their first message came (R418).",
        choices=(("sender", "they did"), ("council", "we did")),
    ),
    Field("issue", "Which point?", Sort.ONE, needed="Choose the point."),
    Field("to_procedure", "Under which procedure?", Sort.ONE, needed="Choose a procedure.", choices=labels(UNDER)),
    Field("raised_on", "On which day did they raise it?", Sort.DATE, f"Left empty: with the first message. {DAY}"),
    Field("service", "Which service is it about?", Sort.ONE, choices=labels(Service)),
    Field("category_b", "Category in the statutory guidance", Sort.ONE, choices=labels(CategoryB)),
    Field("category_d", "Theme", Sort.ONE, choices=labels(CategoryD)),
    Field(
        "agreed_how", "How was it agreed with them?", hint="By telephone, at a visit, in writing; and when.",
        needed="Write how it was agreed.",
    ),
    Field("step", "How far has it come?", Sort.ONE, needed="Choose how far it has come."),
    Field(
        "what_we_need", "What do you need from them?", hint=f"{TO_THEM} Ask only for what is needed (R106).",
        needed="Write what you need from them.",
    ),
    Field(
        "may_quote", "May their words stand in the year’s report, without a name?", Sort.ONE,
        needed="Choose whether their words may be used.", hint="Without an answer from them: no (R103).",
        choices=(("yes", "yes, they said so"), ("no", "no, or they did not say")),
    ),
    Field("came_on", "On which day did it come?", Sort.DATE, DAY, "Give the day on which it came."),
    Field("date", "On which day did it happen?", Sort.DATE, DAY, "Give the day on which it happened."),
    Field("next_date", "By when will it be done?", Sort.DATE, DAY, "Give the day by which it will be done."),
    Field("school_name", "Which school?", Sort.LINE, TO_THEM, "Write the name of the school."),
    Field("decision_date", "Which day does the decision letter bear?", Sort.DATE, DAY, "Give the letter’s day."),
    Field(
        "tribunal_by", "Until when can they appeal?", Sort.DATE, needed="Give the last day to appeal.",
        hint="The later of two months from the decision letter and one month from the mediation certificate (R235).",
    ),
    Field("route_plain", "Whose is it, in plain words?", Sort.LINE, TO_THEM, "Write whose it is."),
    Field("route_how", "How do they use that way, and by when?", hint=TO_THEM, needed="Write how they use it."),
    Field("receiver", "Who takes it?", Sort.LINE, "A name and what they do.", "Write who takes it."),
    Field("handed_how", "How was it handed over?", hint="Rang them, wrote to them; when.", needed="Write how."),
    Field(
        "sent_date", "Which day does the Ombudsman’s letter bear?", Sort.DATE, DAY,
        "Give the day of the Ombudsman’s letter.",
    ),
    Field("lgsco_enquiry_due", "By which day does the Ombudsman want the answer?", Sort.DATE, DAY, "Give the day."),
    Field("lgsco_draft_due", "By which day does the Ombudsman want comments?", Sort.DATE, DAY, "Give the day."),
    Field(
        "reached_by", "How were they tried?", Sort.ONE, needed="Choose how they were tried.",
        choices=labels(("telephone", "email", "letter", "chat", "their_advocate", "somebody_they_trust")),
    ),
    Field(
        "ask_plain", "What did they ask of us?", Sort.LINE, "It goes on: “You asked us to …”",
        "Write what they asked of us.",
    ),
    Field("change_on", "For which day is it planned?", Sort.DATE, DAY, "Give the day for which it is planned."),
    Field(
        "put_off", "Is it put off?", Sort.ONE, needed="Choose whether it is put off.",
        choices=(("yes", "yes, until this has been looked at"), ("no", "no")),
    ),
    Field("acting", "Who acts as complaints manager?", Sort.ONE, needed="Choose who acts."),
    Field("other", "Beside which case?", Sort.LINE, "Its reference.", "Write the other case’s reference."),
    Field(
        "leads", "Which of the two is counted?", Sort.ONE, needed="Choose which is counted.",
        hint="Two records of one thing are counted once (R386).",
        choices=(("this", "this one; or they are different things"), ("other", "the other one")),
    ),
)  # fmt: skip
