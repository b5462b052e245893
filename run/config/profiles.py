"""A council's profile: `england.yaml` and the council's own file made one, and the rules about which may say what.

A council's file may add, and may choose where the rulebook says it may. What law fixed it cannot touch: the attempt is
refused at start, by file, line and key.
"""

from collections.abc import Iterator
from pathlib import Path

from casework.councils import Council, Course, Stage
from casework.dates import relaxing
from casework.frozen import replace
from run.config.checks import checked
from run.config.said import unsayable
from run.config.trees import Keys, Misconfigured, Source, Tree, read

COUNCILS = Path(__file__).parents[2] / "councils"
NOT_COUNCILS = {"england", "signs"}

NATIONAL = ("calendars", "safety", "helplines", "escalation")  # the same for every council
NOT_IN_FILES = ("name", "staff", "experts", "needs")  # said by the file's own name, the store, and the words
JOINED = (
    "clocks", "procedures", "letters", "ladder", "advocacy", "retention", "choices", "roles", "hours", "relaxations",
)  # fmt: skip
NAMED = ("clocks", "procedures", "ladder", "advocacy", "retention", "calendars", "relaxations")


def names(folder: Path = COUNCILS) -> tuple[str, ...]:
    """The councils there are profiles for."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml") if path.stem not in NOT_COUNCILS))


def load_council(name: str, folder: Path = COUNCILS) -> Council:
    """The profile of that name, whole and checked; `Misconfigured` says everything that is wrong with it."""
    if name not in names(folder):
        raise Misconfigured(f"no council is called {name}; there are: {', '.join(names(folder))}")
    england, own = read(folder / "england.yaml"), read(folder / f"{name}.yaml")
    _refuse([*_touches_law(england, own), *_shapeless(england), *_shapeless(own)])
    council = checked(Council, {**_joined(england.values, own.values), "name": name}, (own, england))
    _refuse([*_loose_ends(council, (own, england)), *unsayable(own)])
    return _finished(council)


def _refuse(problems: list[str]) -> None:
    if problems:
        raise Misconfigured("\n".join(problems))


def _touches_law(england: Source, own: Source) -> Iterator[str]:
    for section in (*NATIONAL, *NOT_IN_FILES):
        if section in own.values:
            yield own.problem((section,), "not a council's to say; it stands in england.yaml or the store")
    for section in ("clocks", "procedures"):
        for name, row in _rows(england, section):
            if name in _section(own, section) and (section == "procedures" or row.get("fixed")):
                law = f"{row.get('rule')}, {row.get('source', 'the regulations')}"
                yield own.problem((section, name), f"fixed in england.yaml ({law}); a council's file cannot change it")


def _shapeless(source: Source) -> Iterator[str]:
    """Sections and rows that are not keys and values, and rows that give themselves a second name."""
    for section in (*JOINED, "calendars"):
        if not isinstance(source.values.get(section, {}), dict):
            yield source.problem((section,), "expected keys and values")
    for section in NAMED:
        for name, row in _section(source, section).items():
            if not isinstance(row, dict):
                yield source.problem((section, name), "expected keys and values")
            elif "name" in row:
                yield source.problem((section, name, "name"), "the row's key is its name")


def _section(source: Source, section: str) -> Tree:
    found = source.values.get(section)
    return found if isinstance(found, dict) else {}


def _rows(source: Source, section: str) -> Iterator[tuple[str, Tree]]:
    return ((name, row) for name, row in _section(source, section).items() if isinstance(row, dict))


def _joined(england: Tree, own: Tree) -> Tree:
    whole: Tree = {**england, **own}
    for section in JOINED:
        whole[section] = {**_tree(england.get(section)), **_tree(own.get(section))}
    for section in NAMED:
        whole[section] = {name: {**_tree(row), "name": name} for name, row in _tree(whole.get(section)).items()}
    whole["calendars"] = {
        name: _with_others(_tree(row), whole["calendars"]) for name, row in _tree(whole["calendars"]).items()
    }
    return whole


def _with_others(calendar: Tree, calendars: object) -> Tree:
    """A calendar with the holidays of the one it says it has also (R404)."""
    also = _tree(_tree(calendars).get(str(calendar.get("also"))))
    holidays = {**_tree(also.get("holidays")), **_tree(calendar.get("holidays"))}
    return {key: value for key, value in calendar.items() if key != "also"} | {"holidays": holidays}


def _tree(value: object) -> Tree:
    return value if isinstance(value, dict) else {}


def _loose_ends(council: Council, sources: tuple[Source, ...]) -> Iterator[str]:
    """Names that lead nowhere."""
    for clock in council.clocks.values():
        if clock.calendar not in (known := [*council.calendars, "COUNCIL"]):
            yield _problem(sources, ("clocks", clock.name, "calendar"), f"expected one of {', '.join(known)}")
    yield from _uncounted(council, *sources)
    for number, provider in enumerate(council.advocacy_providers):
        if provider.contact_days < 1:
            yield _problem(sources, ("advocacy_providers", number, "contact_days"), "expected 1 or more working days")
    for keys, wrong in relaxing.impossible(council):
        yield _problem(sources, keys, wrong)
    for course in council.procedures.values():
        for number, stage in enumerate(course.stages):
            yield from _astray(council, course, number, stage, sources)


def _uncounted(council: Council, own: Source, england: Source) -> Iterator[str]:
    """Clocks that a row of the ladder counts by, and that nobody has written. Those of england.yaml's own rows were in
    the profile that this one was copied from.
    """
    lacking: set[str] = set()
    for rung in council.ladder.values():
        unknown = set(rung.clocks) - set(council.clocks)
        if own.line(("ladder", rung.name)) is None:
            lacking |= unknown
        elif unknown:
            yield own.problem(("ladder", rung.name, "clocks"), f"no clock is called {', '.join(sorted(unknown))}")
    for name in sorted(lacking):
        yield own.problem(("clocks", name), f"this clock must be there: {england.path.name} chases by it")


def _astray(council: Council, course: Course, number: int, stage: Stage, sources: tuple[Source, ...]) -> Iterator[str]:
    """What a stage of a course names that is not there."""
    keys = ("procedures", course.name, "stages", number)
    for key in ("clock", "acknowledge", "window"):
        if (wanted := getattr(stage, key)) and wanted not in council.clocks:
            yield _problem(sources, (*keys, key), f"no clock is called {wanted}")
    for key, clocks in (("also", stage.also), ("then", stage.then), ("within", stage.within)):
        if unknown := set(clocks) - set(council.clocks):
            yield _problem(sources, (*keys, key), f"no clock is called {', '.join(sorted(unknown))}")
    if stage.next and stage.next not in {each.name for each in course.stages}:
        yield _problem(sources, (*keys, "next"), f"no stage here is called {stage.next}")


def _problem(sources: tuple[Source, ...], keys: Keys, expected: str) -> str:
    return next((each for each in sources if each.line(keys)), sources[0]).problem(keys, expected)


def _finished(council: Council) -> Council:
    """With what follows from its choices: its closure days (R405), and the reasons Stage 1 may take longer (R302)."""
    own = relaxing.own_calendar(council.calendars["EW"], council.closure_days, council.relaxations)
    stage1 = replace(council.clocks["s1_statutory"], reasons=tuple(council.choices.s1_extension_reasons))
    return replace(
        council,
        calendars={**council.calendars, "COUNCIL": own},
        clocks={**council.clocks, "s1_statutory": stage1},
    )
