"""The tables of D by hand."""

from decimal import Decimal
from math import floor

from tests.reports.by_hand import Cell, Hand, Rows, cell, parts, percent
from tests.reports.ledgers import CATEGORIES_D, DIRECTORATES, Record

NAMES = {
    "adults_social_care": "Adults Social Care",
    "adults_other": "Adults Non-SC",
    "place": "Place",
    "corporate": "Corporate",
    "childrens_social_care": "Children's SC",
    "childrens_other": "Children's Non-SC",
}
EIGHT = ["Formal", "Informal", "LGSCO u/t", "% overdue", "% fully", "% part", "Compliments", "Learnings"]


class HandD(Hand):
    """RD1 to RD15."""

    def eight(self, directorate: str | None, years: int = 0, quarter: int = 0) -> list[Cell]:
        def here(day: str) -> bool:
            return self.within("" if day == "unknown" else day, years, quarter)

        def ours(record: Record) -> bool:
            return directorate is None or record["directorate"] == directorate

        lines = [line for line in self.lines if ours(line)]
        first = [line for line in lines if line["stage"] in ("representation", "stage1")]
        answered = [line for line in first if here(line["responded"])]
        done = [line for line in first if here(line["closed"]) and line["closure"] in ("resolved", "escalated")]
        empty = "Unknown" if answered or done else "n/a"
        dated, judged = (
            [line for line in answered if self.due(line)],
            [line for line in answered if cell(line, "outcome")],
        )
        ruled = [line["ombudsman"] for line in lines if line["stage"] == "ombudsman" and here(line["closed"])]
        return [
            sum(line["stage"] == "stage1" and line["formal"] == "yes" and here(line["received"]) for line in lines),
            sum(
                line["stage"] == "representation" and line["formal"] == "no" and here(line["received"])
                for line in lines
            ),
            f"{ruled.count('upheld')}/{len(ruled)}",
            percent(sum(line["responded"] > self.due(line) for line in dated), len(answered) if dated else 0, empty),
            percent(sum(line["outcome"] == "upheld" for line in judged), len(judged), empty),
            percent(sum(line["outcome"] == "partially_upheld" for line in judged), len(judged), empty),
            sum(ours(c) and here(c["received"]) for c in self.files["compliments"]),
            sum(ours(a) and a["level"] in ("team", "service") and here(a["agreed"]) for a in self.files["learning"]),
        ]

    def rd1(self) -> Rows:
        return {label: list(pair) for label, *pair in zip(EIGHT, self.eight(None, 1), self.eight(None), strict=True)}

    def rd2(self) -> Rows:
        rows: Rows = {}
        for directorate in DIRECTORATES:
            columns = [self.eight(directorate, 0, quarter) for quarter in (1, 2, 3, 4, 0)]
            for at, label in enumerate(EIGHT):
                rows[f"{NAMES[directorate]}: {label}"] = [column[at] for column in columns]
        return rows

    def rd3(self) -> Rows:
        rows: Rows = {"LGSCO payments": [], "Investigators' fees": []}
        for ago in (2, 1, 0):
            closed = [line for line in self.lines if self.within(line["closed"], ago)]
            paid = sum(Decimal(line["payment"] or 0) for line in closed if line["stage"] == "ombudsman")
            rows["LGSCO payments"].append(f"£{paid:,.2f}")
            rows["Investigators' fees"].append(f"£{sum(Decimal(line['fee'] or 0) for line in closed):,.2f}")
        return rows

    def rd4(self) -> Rows:
        here = [c for c in self.files["conduct"] if self.within(c["received"])]
        yes = {column: sum(c[column] == "yes" for c in here) for column in ("investigated", "upheld")}
        return {"Received": [len(here)], "Investigated": [yes["investigated"]], "Upheld": [yes["upheld"]]}

    def rd5(self) -> Rows:
        def on(day: str) -> int:
            every = self.files["restrictions"]
            return sum(r["start"] <= day and (not cell(r, "end") or day <= r["end"]) for r in every)

        before, now = on(self.back(1)[1]), on(self.last)
        change = f"{floor(Decimal(now - before) * 100 / before + Decimal('0.5')):+d}%" if before else "n/a"
        return {"People on a single point of contact": [before, now, change]}

    def rd6(self) -> Rows:
        rows: Rows = {}
        care, other = "childrens_social_care", "childrens_other"
        stages = {
            "Representations": "representation",
            "Stage 1": "stage1",
            "Stage 2": "stage2",
            "Stage 3": "stage3",
            "LGSCO approaches": "ombudsman",
        }

        def came(directorate: str, stage: str) -> list[Cell]:
            lines = [line for line in self.lines if line["directorate"] == directorate and line["stage"] == stage]
            return [sum(self.within(line["received"], ago) for line in lines) for ago in (2, 1, 0)]

        for label, stage in stages.items():
            rows[f"Children's SC: {label}"] = came(care, stage)
        for label in ("Representations", "LGSCO approaches"):
            rows[f"Children's whole authority: {label}"] = came(other, stages[label])
        rows["Children's whole authority: Formal"] = [self.eight(other, ago)[0] for ago in (2, 1, 0)]
        return rows

    def _first(self, directorate: str) -> list[Record]:
        lines = [line for line in self.lines if line["directorate"] == directorate]
        return [line for line in lines if line["stage"] in ("representation", "stage1")]

    def rd9(self) -> Rows:
        rows: Rows = {theme.replace("_", " ").capitalize(): [] for theme in CATEGORIES_D}
        for directorate in ("childrens_social_care", "childrens_other"):
            came = [line for line in self._first(directorate) if self.within(line["received"])]
            themed = [parts(line, "category_d") for line in came if parts(line, "category_d")]
            for theme in CATEGORIES_D:
                share = percent(sum(theme in each for each in themed), len(themed), "Unknown" if came else "n/a")
                rows[theme.replace("_", " ").capitalize()].append(share)
        return rows

    def rd10(self) -> Rows:
        first = self._first("childrens_social_care")
        answered = [line for line in first if self.within(line["responded"])]
        done = [line for line in first if self.within(line["closed"]) and line["closure"] in ("resolved", "escalated")]
        judged = [line["outcome"] for line in answered if cell(line, "outcome")]
        empty = "Unknown" if answered or done else "n/a"
        labels = {"Fully": "upheld", "Partially": "partially_upheld", "Not": "not_upheld", "No finding": "no_finding"}
        rows: Rows = {label: [percent(judged.count(o), len(judged), empty)] for label, o in labels.items()}
        if "no_finding" not in judged:
            del rows["No finding"]
        return rows

    def _in_care(self) -> list[Record]:
        young = [line for line in self.lines if line["child_in_care"] == "yes" and line["sender"] == "young_person"]
        return [line for line in young if line["stage"] in ("representation", "stage1")]

    def rd11(self) -> Rows:
        return {
            self._year(ago): [sum(self.within(line["received"], ago) for line in self._in_care())]
            for ago in (4, 3, 2, 1, 0)
        }

    def _year(self, ago: int) -> str:
        first = int(self.last[:4]) - (self.last[5:7] < "04") - ago
        return f"{first}-{(first + 1) % 100:02}"

    def rd12(self) -> Rows:
        days = [cell(a, "referred") for a in self.files["advocacy"]]
        return {"New referrals": [sum(self.within(day, 0, q) for day in days) for q in (1, 2, 3, 4)]}

    def rd13(self) -> Rows:
        rows: Rows = {"0-20": [], "20+": [], "Children in care over 20": []}
        first = [line for line in self._first("childrens_social_care") if line["stage"] == "stage1"]
        for ago in (2, 1, 0):
            days = [self.took(line) for line in first if self.within(line["responded"], ago)]
            done = [
                line
                for line in first
                if self.within(line["closed"], ago) and line["closure"] in ("resolved", "escalated")
            ]
            empty = "Unknown" if done else "n/a"
            rows["0-20"].append(percent(sum(each <= 20 for each in days), len(days), empty))
            rows["20+"].append(percent(sum(each >= 21 for each in days), len(days), empty))
            young = [line for line in self._in_care() if self.within(line["responded"], ago)]
            rows["Children in care over 20"].append(sum(self.took(line) >= 21 for line in young))
        return rows

    def rd14(self) -> Rows:
        return {"Learnings": [self.eight("childrens_social_care")[-1]]}

    def rd15(self) -> Rows:
        fields = ("gender", "ethnicity", "disability", "sexual_orientation", "religion", "age")
        forms, rows = self._forms(), {}
        for field in fields:
            for answer in {each for f in forms for each in parts(f, field)}:
                said = answer[0].upper() + answer[1:]
                rows[f"{field.replace('_', ' ').capitalize()}: {said}"] = self._answer(forms, field, answer)
        return rows
