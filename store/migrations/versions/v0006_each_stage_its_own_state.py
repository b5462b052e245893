"""A stage has its own state and course; a case has none of its own any more."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

AT_ONCE = 500
"""Cases read together."""

STATES = {
    "s1_open": "open", "c1_open": "open", "s2_requested": "open", "c2_requested": "open",
    "s1_overdue": "overdue", "c1_overdue": "overdue", "s1_responded": "responded", "c1_responded": "responded",
}  # fmt: skip
"""What a case's old states are called now that a stage has them; the others keep their names."""

cases = sa.table(
    "cases", sa.column("seq", sa.Integer), sa.column("state", sa.String), sa.column("data", sa.LargeBinary)
)


def upgrade() -> None:
    """Each case that has a state of its own gives it to its latest stage; the stages before it are closed."""
    db, after = op.get_bind(), 0
    page = sa.select(cases.c.seq, cases.c.data).where(cases.c.seq > sa.bindparam("after"))
    page = page.order_by(cases.c.seq).limit(AT_ONCE)
    while rows := db.execute(page, {"after": after}).all():
        for seq, data in rows:
            case = json.loads(data)
            if "state" in case:
                told = moved(case)
                state = told["stages"][-1]["state"] if told["stages"] else "new"
                new = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
                db.execute(sa.update(cases).where(cases.c.seq == seq).values(state=state, data=new))
        after = rows[-1][0]


def moved(case: dict[str, Any]) -> dict[str, Any]:
    """One case in its new shape."""
    state = STATES.get(case["state"], case["state"])
    course = case["procedure"]
    last = len(case["stages"]) - 1
    rows = [
        row | {"course": course, "state": state if place == last else "closed", "step": _step(row, course)}
        for place, row in enumerate(case["stages"])
    ]
    decisions = [each | {"move": _named(each["move"])} for each in case.get("decisions", [])]
    kept = {name: value for name, value in case.items() if name != "state"}
    return kept | {"stages": rows, "decisions": decisions}


def _named(move: str) -> str:
    """What a step is called now that there is one row for every procedure."""
    return {"open_statutory": "open", "ask_review": "ask_next"}.get(move, move.removesuffix("_corporate"))


def _step(row: dict[str, Any], course: str) -> str:
    return "setup" if course == "statutory" and row["stage"] == "stage2" else ""
