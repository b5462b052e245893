"""Who gets the words of a move: whose complaint it is, who may read a copy, and whoever else the words are meant for
(R502, R505, R509, R521, R526).

`sharing` says who may be told; here is by which way, in which words, and what a copy says of itself. Somebody with
words of their own about the same move gets no copy beside them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date

from casework import days, questions
from casework.cases import Case, Decision
from casework.choices import Act
from casework.councils import Council, Outside, Tell, advocacy_provider
from casework.frozen import frozen
from casework.messages import Address, Channel
from casework.on_behalf import sharing
from casework.on_behalf.referrals import latest
from casework.people import Person

ITSELF = (Outside.COMPLAINANT, Outside.YOUNG_PERSON)
COPY, IN_CHAT = "email.copied", "adv.for_whom"
NO_NAME = "a name we do not know yet"


@frozen
class Reader:
    """One reader of one letter. `verified`: they may read what was typed about the case (R524). `lines` and `facts` are
    what their letter says besides.
    """

    to: Address
    words: str
    verified: bool
    lines: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict, repr=False)


def of(tells: tuple[Tell, ...], case: Case, decision: Decision, council: Council) -> Iterator[Reader]:
    """Everybody outside who gets these words, in order."""
    day, own = days.today(decision.at), {tell.to.value for tell in tells}
    for tell in tells:
        if tell.to is Outside.PROVIDER:
            yield from _provider(tell, case, decision, council)
        elif tell.to not in ITSELF:
            yield from _meant_for(tell, case, decision)
        else:
            yield from _itself(tell, case)
            yield from _copies(tell, case, own, day)


def _itself(tell: Tell, case: Case) -> Iterator[Reader]:
    """Whose complaint it is: in the chat or by mail, in their own register. Not if they asked us to stop."""
    person = case.complainant
    chat = person.address.channel is Channel.TELEGRAM
    words = tell.chat if chat else tell.young if person.young else tell.adult
    if words and (chat or _by_mail(person)) and not (case.quiet or person.left_out):
        yield Reader(person.address, words, person.verified)


def _copies(tell: Tell, case: Case, own: set[str], day: date) -> Iterator[Reader]:
    """R509: the same letter to whoever acts for them and may be told, saying that it is a copy; in a chat under the
    label by which they call the young person there.
    """
    by_mail = tell.young if case.complainant.young else tell.adult
    for person in sharing.readers(case, day)[1:]:
        chat = person.address.channel is Channel.TELEGRAM
        words = tell.chat if chat and _agreed(case, person, day) else by_mail if _by_mail(person) else ""
        if words and person.part.value not in own:
            facts = {"copied_to": person.known_as or "somebody who acts for them"}
            lines = (IN_CHAT, COPY) if chat else (COPY,)
            yield Reader(person.address, words, person.verified, lines, facts | _labelled(case, person))


def _agreed(case: Case, person: Person, day: date) -> bool:
    """Whether there is evidence that the young person agreed: recorded here, or their advocate's own word in the chat;
    and nothing says that the answer is theirs alone (conversations 2.13).
    """
    said = {reading.act for reading in questions.answers(questions.as_contact(case, person.address)).readings}
    if said & {Act.TO_THEM, Act.ASK_FIRST}:
        return False
    return bool(said & {Act.THEY_SAID, Act.SIGNED}) or bool(sharing.in_force(case, person.address, day))


def _labelled(case: Case, person: Person) -> dict[str, str]:
    """In a chat a young person is a label, never a name (conversations 2.13)."""
    if person.address.channel is not Channel.TELEGRAM:
        return {}
    known_as = questions.labelled(questions.as_contact(case, person.address)) or "this young person"
    return {"yp_label": known_as, "name": "", "adult_name": ""}


def _meant_for(tell: Tell, case: Case, decision: Decision) -> Iterator[Reader]:
    """For an advocate, a worker, a representative with no authority yet: the one whom the decision names, or all."""
    named = decision.facts.get("who")
    for person in case.people[1:]:
        wanted = person.part.value == tell.to.value and (named is None or named == person.address.value)
        words = tell.chat if person.address.channel is Channel.TELEGRAM else tell.adult if _by_mail(person) else ""
        if wanted and words and not person.left_out:
            called = {"adult_name": person.known_as, "advocate_name": person.known_as or "advocate"}
            called["worker_name"] = person.known_as or "colleague"
            yield Reader(person.address, words, person.verified, facts=called | _labelled(case, person))


def _provider(tell: Tell, case: Case, decision: Decision, council: Council) -> Iterator[Reader]:
    """R505, R502: the service that was asked, ours or the one they chose."""
    if there := asked(case, council, days.today(decision.at)):
        yield Reader(there, tell.adult, verified=False, facts={"name": case.complainant.known_as or NO_NAME})


def asked(case: Case, council: Council, day: date) -> Address | None:
    """Where the service is reached that looks for an advocate; None where only a telephone will do."""
    referral, provider = latest(case.referrals), advocacy_provider(council, day)
    if referral and referral.own_choice:
        return Address(Channel.EMAIL, referral.reached_at) if "@" in referral.reached_at else None
    known = (each for each in council.advocacy_providers if referral and each.name == referral.provider)
    service = next(known, provider)
    return Address(Channel.EMAIL, service.email) if service and service.email else None


def _by_mail(person: Person) -> bool:
    """Words as in a mail: by email, behind a receipt, or by the hand of somebody who posts or says them (R123)."""
    return person.address.channel in (Channel.EMAIL, Channel.FORM, Channel.LETTER, Channel.TELEPHONE)
