"""How a procedure runs at a council: its stages one after another, the clock of each, and the words it is told in.

A course is data. A new procedure, a further stage or other words are rows in a council's file; `casework.moves` knows
what may happen at any stage of any course.
"""

from collections.abc import Mapping
from dataclasses import field

from casework.councils.roles import Outside, Role
from casework.frozen import frozen
from casework.labels import Kind, Procedure


@frozen
class Tell:
    """Words for whose complaint it is: the young person's, the adult's, the chat's. Empty: nothing goes.

    `to` is somebody else whom they are meant for instead, by mail and in the adult's words.
    """

    young: str = ""
    adult: str = ""
    chat: str = ""
    to: Outside = Outside.COMPLAINANT


@frozen
class Stage:
    """One stage of a course, by the name that reports give it.

    `clock` is the time limit on the answer, `acknowledge` that on the acknowledgement, `window` the time to ask for
    the stage called `next`; `also` are clocks that start beside them, `then` the time limits on the answer that follow
    `clock` as the stage's steps are taken, `within` other clocks of its steps. `steps` are how far it can be said to
    have come, in order; where there are any, the answer follows the last. `entitled`: whoever asks for the next
    stage gets it, no reason needed (R367, R382). `step` is where within the stage it begins. `letters` are this stage's
    own words by occasion; the others are its course's.
    """

    name: str
    title: str
    clock: str = ""
    acknowledge: str = ""
    window: str = ""
    also: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    step: str = ""
    steps: tuple[str, ...] = ()
    next: str = ""
    next_step: str = ""
    entitled: bool = False
    letters: Mapping[str, tuple[Tell, ...]] = field(default_factory=dict)


@frozen
class Course:
    """How one kind of matter is handled here, stage after stage.

    `kind` is what it counts as, `fits` the procedures under which it may be chosen (any, if empty), `owner` the role
    that owes the answer, `deciders` who besides the complaints team may move it on. `asks` are the facts that opening
    it needs to be told; `for_anyone`: its answer holds nothing about anybody, so that whoever asked may have it (R524);
    `beside`: it runs beside other courses in one case, and is chosen by name only; `hears` who is told at once.
    """

    name: str
    title: str
    kind: Kind
    rule: str
    stages: tuple[Stage, ...]
    fits: tuple[Procedure, ...] = ()
    owner: Role = Role.RM
    deciders: tuple[Role, ...] = ()
    asks: tuple[str, ...] = ()
    for_anyone: bool = False
    beside: bool = False
    hears: tuple[Role, ...] = ()
    letters: Mapping[str, tuple[Tell, ...]] = field(default_factory=dict)


def stage(course: Course, name: str) -> Stage | None:
    """The stage of that name, if the course has it."""
    for each in course.stages:  # asked so often that a generator's cost shows
        if each.name == name:
            return each
    return None
