"""The date that a clock would have in ordinary times: nothing relaxed, no team closed, and no more time taken because
the service was under pressure. Where that is not the date it has, reports give both (R303, B 6.2-6.3).
"""

from datetime import date

from casework import clocks
from casework.clocks import Clock
from casework.councils import Council, S1Reason
from casework.dates import relaxing
from casework.frozen import replace


def due(clock: Clock, council: Council) -> date:
    """The date in ordinary times. What was agreed with the person, or held, is as ordinary as the rest."""
    terms = clock.relaxed.usual if clock.relaxed else clock.terms
    extended = clock.extended and clock.reason != S1Reason.SERVICE_PRESSURE
    return clocks.recounted(replace(clock, terms=terms, extended=extended), relaxing.without(council))


def was_late(clock: Clock, council: Council) -> bool:
    """Stopped after the date that it would have had."""
    return clock.stopped is not None and clock.stopped > due(clock, council)
