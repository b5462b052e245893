"""The tables of B by hand."""

from collections.abc import Callable
from decimal import Decimal
from math import floor

from tests.reports.by_hand import STAGES, Cell, Hand, Rows, cell, parts, percent
from tests.reports.ledgers import CATEGORIES_B, METHODS, Record

WHO = {
    "young_person": "Young people",
    "care_leaver": "Care leavers",
    "parent": "Parents",
    "grandparent": "Grandparents",
    "other_family": "Other family",
    "foster_carer": "Foster carers",
    "advocate": "Advocates",
    "adopter_or_special_guardian": "Adopters or special guardians",
    "friend_or_neighbour": "Friends or neighbours",
    "professional": "Professionals",
    "mp_or_councillor": "MPs or councillors",
    "adult_service_user": "Adult service users",
    "": "Unknown",
}


class HandB(Hand):
    """RB1 to RB19."""

    def rb1(self) -> Rows:
        def balance(lines: list[Record]) -> list[Cell]:
            over = sum(
                line["received"] < self.first and not (line["closed"] and line["closed"] < self.first) for line in lines
            )
            came = sum(self.within(line["received"]) for line in lines)
            ends = [line for line in lines if self.within(line["closed"])]
            ombudsman = sum(line["stage"] == "ombudsman" for line in ends)
            how = [line["closure"] for line in ends if line["stage"] != "ombudsman"]
            done = ombudsman + how.count("resolved") + how.count("escalated")
            out, gone = how.count("outside_scope"), how.count("not_pursued")
            return [over, came, done, out, gone, over + came - done - out - gone]

        rows = {label: balance([line for line in self.lines if fits(line)]) for label, fits in STAGES.items()}
        rows["Total"] = [sum(int(row[at]) for row in rows.values()) for at in range(6)]
        return rows

    def rb2(self) -> Rows:
        return {
            label: [
                sum(self.within(line["received"], ago) for line in self.lines if fits(line)) for ago in (4, 3, 2, 1, 0)
            ]
            for label, fits in STAGES.items()
        }

    def rb3(self) -> Rows:
        stage_1 = [line["received"] for line in self.lines if line["stage"] == "stage1"]
        return {f"Q{q}": [sum(self.within(day, 0, q) for day in stage_1)] for q in (1, 2, 3, 4)}

    def rb4(self) -> Rows:
        return self._by_year("corporate", "team", lambda name: name)

    def rb5(self) -> Rows:
        return self._by_year(
            "statutory",
            "service",
            lambda name: name.upper() if name in ("sen", "iro") else name.replace("_", " ").capitalize(),
        )

    def _by_year(self, procedure: str, column: str, called: Callable[[str], str]) -> Rows:
        rows: Rows = {}
        for line in self.lines:
            if line["stage"] != "stage1" or line["procedure"] != procedure:
                continue
            for at, ago in enumerate((4, 3, 2, 1, 0)):
                if self.within(line["received"], ago):
                    for name in parts(line, column) or {"Unknown"}:
                        row = rows.setdefault(called(name), [0] * 5)
                        row[at] = int(row[at]) + 1
        return rows

    def rb6(self) -> Rows:
        here = [
            line
            for line in self.lines
            if line["stage"] == "stage1"
            and self.within(line["closed"])
            and line["closure"] in ("resolved", "escalated")
        ]

        def category(line: Record) -> str:
            found = parts(line, "category_b")
            return "quality_of_service" if len(found) > 1 else next(iter(found), "")

        groups = {name: [line for line in here if category(line) == name] for name in [*CATEGORIES_B, ""]}
        if not groups[""]:
            del groups[""]
        whole, exact = len(here), {name: 100 * len(g) / (len(here) or 1) for name, g in groups.items()}
        shares = {name: floor(value + 1e-9) for name, value in exact.items()}
        left = 100 - sum(shares.values()) if whole else 0
        for name in sorted(groups, key=lambda name: -round(exact[name] - shares[name], 9))[:left]:
            shares[name] += 1
        rows: Rows = {}
        for name, group in groups.items():
            rows[name.replace("_", " ").capitalize() or "Unknown"] = self._upheld(group, shares[name], whole)
        return {**rows, "Total": self._upheld(here, 100, whole)}

    def _upheld(self, group: list[Record], share: int, whole: int) -> list[Cell]:
        upheld = sum(line["outcome"] in ("upheld", "partially_upheld") for line in group)
        judged = any(cell(line, "outcome") for line in group)
        share_of = percent(upheld, len(group)) if judged else ("Unknown" if group else "n/a")
        return [len(group), f"{share}%" if whole else "n/a", upheld, share_of]

    def rb8(self) -> Rows:
        rows: Rows = {"Stage 2 requests": [], "Withdrawn": [], "Rate": []}
        statutory, corporate, first = (STAGES[f"Stage {n}"] for n in ("2 statutory", "2 corporate", "1 statutory"))
        for ago in (0, 1):
            second = [line for line in self.lines if statutory(line) or corporate(line)]
            rows["Stage 2 requests"].append(sum(self.within(line["received"], ago) for line in second))
            gone = [line for line in second if line["closure"] == "not_pursued"]
            rows["Withdrawn"].append(sum(self.within(line["closed"], ago) for line in gone))
            came = [line for line in self.lines if self.within(line["received"], ago)]
            rows["Rate"].append(percent(sum(map(statutory, came)), sum(map(first, came))))
        return rows

    def rb9(self) -> Rows:
        table = self.rb1()
        second, review = table["Stage 2 statutory"], table["Stage 2 corporate"]
        waiting = sum(
            line["received"] <= self.last and not (line["closed"] and line["closed"] <= self.last)
            for line in self.lines
            if STAGES["Stage 2 statutory"](line)
        )
        return {
            "Stage 2 statutory: Not pursued": [second[4]],
            "Stage 2 statutory: Ongoing": [waiting],
            "Stage 2 statutory: Concluded": [second[2]],
            "Stage 2 corporate: Not pursued": [review[4]],
            "Stage 2 corporate: Fully dealt with": [review[2]],
        }

    def rb10(self) -> Rows:
        return {
            "Panels held": [sum(line["stage"] == "stage3" and self.within(line["responded"]) for line in self.lines)]
        }

    def rb11(self) -> Rows:
        lines = [line for line in self.lines if line["stage"] == "ombudsman"]
        ends = [line["ombudsman"] for line in lines if self.within(line["closed"])]
        return {
            "Referred": [sum(self.within(line["received"]) for line in lines)],
            "Out of time": [ends.count("out_of_time")],
            "Premature": [ends.count("premature")],
            "Upheld": [ends.count("upheld")],
            "Open": [
                sum(
                    line["received"] <= self.last and not (line["closed"] and line["closed"] <= self.last)
                    for line in lines
                )
            ],
        }

    def rb13(self) -> Rows:
        here = [c for c in self.files["compliments"] if self.within(c["received"])]
        names = {team for c in here for team in parts(c, "team") or {"Unknown"}}
        rows: Rows = {n: [sum(n in (parts(c, "team") or {"Unknown"}) for c in here)] for n in names}
        return {**rows, "Total": [len(here)]}

    def rb14(self) -> Rows:
        def here(stage: str, procedure: str) -> list[Record]:
            return [line for line in self.lines if line["stage"] == stage and procedure in ("", line["procedure"])]

        def empty(lines: list[Record]) -> str:
            done = [
                line for line in lines if self.within(line["closed"]) and line["closure"] in ("resolved", "escalated")
            ]
            return "Unknown" if done else "n/a"

        def mean(lines: list[Record]) -> Cell:
            days = [self.took(line) for line in lines if self.within(line["responded"])]
            return floor(Decimal(sum(days)) / len(days) + Decimal("0.5")) if days else empty(lines)

        def share(lines: list[Record], fits: Callable[[int], bool]) -> str:
            days = [self.took(line) for line in lines if self.within(line["responded"])]
            return percent(sum(map(fits, days)), len(days), empty(lines))

        first, own = here("stage1", "statutory"), here("stage1", "corporate")
        late = [
            line for line in first if self.within(line["responded"]) and line["responded"][5:7] in "10 11 12 01 02 03"
        ]
        return {
            "Stage 1 statutory: Mean working days": [mean(first)],
            "Stage 1 statutory: % within 20": [share(first, lambda took: took < 21)],
            "Stage 1 statutory: Outside agreed timescale in Q3-Q4": [
                sum(line["responded"] > self.due(line) for line in late)
            ],
            "Stage 1 corporate: Mean working days": [mean(own)],
            "Stage 1 corporate: % over 15": [share(own, lambda took: took > 15)],
            "Stage 2: Concluded": [self.rb1()["Stage 2 statutory"][2]],
            "Stage 2: Mean working days": [mean(here("stage2", "statutory"))],
            "Stage 3: Working days to panel": [mean(here("stage3", ""))],
        }

    def rb15(self) -> Rows:
        came = [line for line in self.lines if line["stage"] == "stage1" and self.within(line["received"])]
        rows: Rows = {m.replace("_", " ").capitalize(): [sum(line["method"] == m for line in came)] for m in METHODS}
        return {**rows, "Total": [len(came)]}

    def rb16(self) -> Rows:
        came = [line for line in self.lines if line["stage"] == "stage1" and self.within(line["received"])]
        return {label: [sum(cell(line, "sender") == who for line in came)] for who, label in WHO.items()}

    def rb17(self) -> Rows:
        answers = [a["answer"] for a in self.files["advocacy"] if self.within(cell(a, "offered"))]
        return {
            "Offered": [len(answers)],
            "Used": [answers.count("accepted")],
            "Other agency": [answers.count("other_agency")],
        }

    def rb18(self) -> Rows:
        forms = [f for f in self._forms() if f["procedure"] == "statutory"]
        return {
            "Female": self._answer(forms, "gender", "female"),
            "Male": self._answer(forms, "gender", "male"),
            "Prefer not to say": self._answer(forms, "gender", "prefer not to say"),
            "Ethnicity: Chinese": self._answer(forms, "ethnicity", "Chinese"),
            "Disability: Hearing": self._answer(forms, "disability", "hearing"),
        }

    def rb19(self) -> Rows:
        asked = self.files["requests"]
        kinds = {
            "SAR": ["sar"],
            "Internal review/delete": ["internal_review", "erasure"],
            "Information sharing": ["sharing"],
        }
        rows: Rows = {
            label: [
                sum(r["kind"] in kind and self.within(r["received"], ago) for r in asked) for ago in (4, 3, 2, 1, 0)
            ]
            for label, kind in kinds.items()
        }
        rows["% in time"] = []
        for ago in (4, 3, 2, 1, 0):
            answered = [r for r in asked if self.within(cell(r, "responded"), ago)]
            good = sum(bool(cell(r, "due")) and r["responded"] <= r["due"] for r in answered)
            rows["% in time"].append(percent(good, len(answered)))
        return rows
