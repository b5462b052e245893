"""What opening some kinds of matter asks besides: whom the thanks are for, by what power somebody asks (R103, R108)."""

from desk.fields import Field, Sort
from desk.questions.local import TO_THEM

ASKED: tuple[Field, ...] = (
    Field("team_praised", "Which team do they thank?", Sort.LINE, TO_THEM, "Write which team they thank."),
    Field("staff_praised", "Whom do they thank?", Sort.LINE, TO_THEM, "Write whom they thank."),
    Field("asked_by", "Who asks, and for which body?", Sort.LINE, needed="Write who asks."),
    Field("power", "By what law may they have it?", Sort.LINE, needed="Write the law they name."),
    Field("purpose", "What is it for?", Sort.LINE, needed="Write what it is for."),
)
