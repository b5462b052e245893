"""The two sheets that people are asked to fill in of their own free will: who they are (R917-R919), and how they were
dealt with. The same for everybody, whatever way they came by.

A question that is left open says nothing at all; "prefer not to say" is an answer. Age bands have no gaps (R919).
"""

from collections.abc import Mapping

from casework.frozen import frozen

NOT_SAID = "Prefer not to say"


@frozen
class Asked:
    """One question: its name, its words, what can be ticked, and whether more than one can."""

    name: str
    says: str
    choices: tuple[str, ...]
    several: bool = False


@frozen
class Sheet:
    """One sheet: where it stands, its questions, and whether there is a box for words."""

    path: str
    title: str
    words: str
    asked: tuple[Asked, ...]
    box: str = ""


ABOUT_YOU = Sheet(
    "about-you",
    "A few questions about you",
    "web.equality",
    (
        Asked("age", "How old are you?", ("Under 16", "16-24", "25-34", "35-44", "45-54", "55-64", "65+", NOT_SAID)),
        Asked("gender", "What is your gender?", ("Female", "Male", "Non-binary", "Another", NOT_SAID)),
        Asked(
            "ethnicity", "What is your ethnic group?",
            (
                "Asian or Asian British", "Black, Black British, Caribbean or African", "Mixed or multiple groups",
                "White", "Another group", NOT_SAID,
            ),
        ),
        Asked(
            "disability", "Are you disabled, or do you have a long-term health condition? Tick all that fit.",
            (
                "None", "Physical", "Sight or hearing", "Learning", "Mental health", "Long-term illness", "Another",
                NOT_SAID,
            ),
            several=True,
        ),
        Asked("religion", "What is your religion or belief?", (
            "None", "Buddhist", "Christian", "Hindu", "Jewish", "Muslim", "Sikh", "Another", NOT_SAID,
        )),
        Asked("sexual_orientation", "Which of these fits you best?", (
            "Straight", "Gay or lesbian", "Bisexual", "Another", NOT_SAID,
        )),
    ),
)  # fmt: skip

_SCORES = ("Yes", "A bit", "No")

HOW_WE_DID = Sheet(
    "how-we-did",
    "How did we do?",
    "web.survey",
    (
        Asked("listened", "Did we listen to you?", _SCORES),
        Asked("told", "Did we tell you what was going on?", _SCORES),
        Asked("clear", "Was it sorted, or did we say clearly why not?", _SCORES),
    ),
    box="What should we do better?",
)

SHEETS: Mapping[str, Sheet] = {sheet.path: sheet for sheet in (ABOUT_YOU, HOW_WE_DID)}


def filled(sheet: Sheet, typed: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """What was ticked, of what may be; one answer where only one is asked for."""
    found = {}
    for each in sheet.asked:
        ticked = tuple(choice for choice in each.choices if choice in typed.get(each.name, ()))
        if ticked:
            found[each.name] = ticked if each.several else ticked[:1]
    return found
