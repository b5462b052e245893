"""Whose complaint it is, who acts for them, and what they may be told (R257, R502-R509, R513, R520-R525).

None of these moves a stage or a clock: no statutory time waits for consent, for a form or for an advocate (R409).
"""

from casework.cases import Case, StageRow
from casework.councils import TEAM, Council, Outside, Tell
from casework.moves.rows import UNSETTLED, Move
from casework.on_behalf import acting, awaiting, consent
from casework.on_behalf.referrals import latest

TO_WHOEVER_WROTE = (
    Tell(adult="email.ack_advocate", chat="adv.acknowledged", to=Outside.ADVOCATE),
    Tell(adult="email.consent_needed", to=Outside.REPRESENTATIVE),
    Tell(adult="email.consent_needed", to=Outside.MEMBERS_OFFICE),
)
"""Whoever wrote for somebody else is answered at once, and told nothing that is not theirs to know (R257, R509)."""

REFERRAL = Tell(adult="email.advocacy_referral", to=Outside.PROVIDER)


def young(case: Case, at: StageRow, council: Council) -> bool:
    """R504: the right to an advocate is a young person's."""
    del at, council
    return case.complainant.young


def waits_for_advocate(case: Case, at: StageRow, council: Council) -> bool:
    """Whether somebody looks for an advocate and has not found one."""
    del at, council
    referral = latest(case.referrals)
    return referral is not None and referral.waiting


def unreached(case: Case, at: StageRow, council: Council) -> bool:
    """Whether only somebody else has written, and nobody knows how to reach whose complaint it is."""
    del at, council
    return not case.complainant.address.value


def others(case: Case, at: StageRow, council: Council) -> bool:
    """Whether anybody besides whose complaint it is has to do with it."""
    del at, council
    return len(case.people) > 1


def workers(case: Case, at: StageRow, council: Council) -> bool:
    """Whether a worker has a young person's permission (R521)."""
    del at, council
    return bool(acting.unconfirmed(case))


ROWS: tuple[Move, ...] = (
    Move(
        "verify", "R524", "Record how we know who is writing",
        since=UNSETTLED, by=TEAM, whole=True, needs=("how",), may=("who",), records=acting.verified,
    ),
    Move(
        "offer_advocacy", "R502", "Write to them about an advocate",
        since=UNSETTLED, by=TEAM, whole=True, records=acting.offered,
        tells=(Tell("email.advocacy_offer_yp", "email.advocacy_for_child_adult", "bot.advocacy_1"),),
        refusals=(consent.not_asked_again,),
    ),
    Move(
        "record_advocacy", "R511", "Record what they said about an advocate",
        since=UNSETTLED, by=TEAM, whole=True, needs=("advocacy",), records=acting.spoke_of_advocate,
    ),
    Move(
        "refer", "R505", "Ask the advocates to find them somebody",
        since=UNSETTLED, by=TEAM, whole=True, needs=("agreed",), when=young, records=acting.referred,
        tells=(REFERRAL,), refusals=(consent.not_agreed, consent.nobody_commissioned),
    ),
    Move(
        "other_agency", "R502", "Help them to another agency that they choose",
        since=UNSETTLED, by=TEAM, whole=True, needs=("agency", "agreed"), may=("reached_at",), when=young,
        records=acting.other_agency, tells=(REFERRAL,), refusals=(consent.not_agreed,),
    ),
    Move(
        "advocate_allocated", "R505", "The advocates have found somebody: record who",
        since=UNSETTLED, by=TEAM, whole=True, needs=("advocate_name",), may=("reached_at",), when=waits_for_advocate,
        records=acting.advocate_found, tells=(Tell("email.advocacy_booked_yp", "", "bot.advocacy_booked"),),
    ),
    Move(
        "name_advocate", "R506", "Record an advocate whom they have chosen themselves",
        since=UNSETTLED, by=TEAM, whole=True, needs=("advocate_name", "relation", "how_known"),
        may=("reached_at", "objected"), when=young, records=acting.named_advocate, refusals=(consent.not_an_advocate,),
    ),
    Move(
        "add_person", "R526", "Add somebody who has to do with it",
        since=UNSETTLED, by=TEAM, whole=True, needs=("person_name", "part", "how_known"), may=("reached_at",),
        records=acting.added, refusals=(consent.complained_of, consent.is_themselves),
    ),
    Move(
        "reach_them", "R509", "Record how to reach them themselves",
        since=UNSETTLED, by=TEAM, whole=True, needs=("reached_at", "how_known"), when=unreached, records=acting.reached,
        refusals=(consent.is_somebody_else,),
    ),
    Move(
        "give_authority", "R520", "Record what somebody may do, receive or see",
        since=UNSETTLED, by=TEAM, whole=True, needs=("who", "scope", "given_how", "evidence"),
        may=("given_on", "expires"),
        records=awaiting.authorised, tells=(Tell(adult="email.worker_asked", to=Outside.WORKER),),
        refusals=(consent.unknown_person, consent.given_in_future, consent.ends_before_it_begins),
    ),
    Move(
        "worker_confirms", "R521", "The worker knows, and agrees to get copies",
        since=UNSETTLED, by=TEAM, whole=True, needs=("who", "how_known"), when=workers, records=acting.worker_agreed,
        refusals=(consent.no_permission_yet,),
    ),
    Move(
        "withdraw_authority", "R525", "Somebody is no longer to be told",
        since=UNSETTLED, by=TEAM, whole=True, needs=("who", "why"), when=others, records=acting.withdrawn,
        holds=acting.held_back, refusals=(consent.nothing_to_withdraw,),
    ),
    Move(
        "family_changed", "R523", "Something changed in the family",
        since=UNSETTLED, by=TEAM, whole=True, needs=("why",), when=others,
    ),
    Move(
        "recheck", "R523", "Checked again what may be shared with whom",
        since=UNSETTLED, by=TEAM, whole=True, needs=("how_known",), when=others,
    ),
)  # fmt: skip
