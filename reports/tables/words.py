"""What the labels are called in a published table."""

from enum import StrEnum

from casework.labels import CategoryD, Sender
from casework.records.entries import called
from casework.records.ledger import Directorate, Stage

DIRECTORATES = {
    Directorate.ADULTS_SOCIAL_CARE: "Adults Social Care",
    Directorate.ADULTS_OTHER: "Adults Non-SC",
    Directorate.PLACE: "Place",
    Directorate.CORPORATE: "Corporate",
    Directorate.CHILDRENS_SOCIAL_CARE: "Children's SC",
    Directorate.CHILDRENS_OTHER: "Children's Non-SC",
}

SENDERS = {
    Sender.YOUNG_PERSON: "Young people",
    Sender.CARE_LEAVER: "Care leavers",
    Sender.PARENT: "Parents",
    Sender.GRANDPARENT: "Grandparents",
    Sender.OTHER_FAMILY: "Other family",
    Sender.FOSTER_CARER: "Foster carers",
    Sender.ADOPTER_OR_SPECIAL_GUARDIAN: "Adopters or special guardians",
    Sender.ADVOCATE: "Advocates",
    Sender.FRIEND_OR_NEIGHBOUR: "Friends or neighbours",
    Sender.PROFESSIONAL: "Professionals",
    Sender.MP_OR_COUNCILLOR: "MPs or councillors",
    Sender.ADULT_SERVICE_USER: "Adult service users",
    None: "Unknown",
}

STAGES = {
    Stage.REPRESENTATION: "Representation",
    Stage.STAGE1: "Stage 1",
    Stage.STAGE2: "Stage 2",
    Stage.STAGE3: "Stage 3",
    Stage.REVIEW: "Review",
    Stage.OMBUDSMAN: "Ombudsman",
    None: "Unknown",
}

THEMES = {theme: theme.value.replace("_", " ").capitalize() for theme in CategoryD}


def plain(label: StrEnum | str) -> str:
    """A label as words: `in_person` is In person."""
    return called(str(label))
