"""What came with the council's profile and with the program: numbers, rota, calendars, languages, words, the model."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from casework import numbers
from casework.councils import Council, advocacy_provider
from casework.said.languages import ENGLISH
from classifier.suggest import load as load_model
from outbox import catalogues
from run.check.found import Found, to_do, well, wrong
from run.models import MODEL

RINGS_NOWHERE = "01632960"
"""Numbers that Ofcom keeps for plays and examples begin so."""


def found(council: Council, today: date) -> Iterator[Found]:
    """R719, R505: numbers that nobody has rung, a rota that is empty, nobody to speak for somebody."""
    if not re.fullmatch("[A-Z]{2}", council.reference_prefix):
        says = f"two capital letters are expected, as in LH-7K4Q; see councils/{council.name}.yaml"
        yield wrong("reference_prefix", f"people could not quote their number: {says}")
    if lost := numbers.missing(council):
        yield wrong("safety numbers", f"none for {' and '.join(lost)}: somebody in danger would be sent to it")
    if numbers.to_be_rung(council, today):
        says = f"ring every number in councils/{council.name}.yaml, then write the day into safety_lines.checked (R719)"
        yield to_do("safety numbers", says)
    if made_up := list(_examples(council)):
        says = f"{', '.join(made_up)} are examples that lead nowhere: put your own into councils/{council.name}.yaml"
        yield to_do("profile", says)
    if council.safety_lines.checked and council.safety_lines.checked > today:
        says = "they were rung on a day that is yet to come: write the day on which you did"
        yield wrong("safety numbers", f"{says} into safety_lines.checked in councils/{council.name}.yaml")
    if not council.safety_lines.rota:
        yield to_do("safety rota", "nobody is on it: put staff ids into safety_lines.rota (R706)")
    elif len(set(council.safety_lines.rota)) == 1:
        yield to_do("safety rota", "one person alone is on it: nobody follows when they sleep; add another (R706)")
    if advocacy_provider(council, today) is None:
        says = f"none is commissioned on {today}: name who is under advocacy_providers in councils/{council.name}.yaml"
        yield to_do("advocacy", f"{says} (R505)")
    yield from languages(council.languages)


def _examples(council: Council) -> Iterator[str]:
    """Where an address or a number stands that came with the program."""
    lines, team = council.safety_lines, council.team
    told = {
        "team.phone": team.phone,
        "team.email": team.email,
        "team.web_url": team.web_url,
        "safety_lines.front_door": f"{lines.front_door.phone} {lines.front_door.email}",
        "safety_lines.night_team": f"{lines.night_team.phone} {lines.night_team.email}",
        "advocacy_providers": " ".join(f"{each.phone} {each.email}" for each in council.advocacy_providers),
        "other_routes": f"{council.other_routes.sendiass_phone} {council.other_routes.monitoring_email}",
    }
    for name, said in told.items():
        if RINGS_NOWHERE in said.replace(" ", "") or ".example" in said:
            yield name


def languages(spoken: Sequence[str]) -> Iterator[Found]:
    """2.12: what a council has switched on and nobody has approved is said in English."""
    for language in spoken:
        try:
            lines = catalogues.catalogue(language).values()
        except Exception as fault:  # noqa: BLE001 a broken catalogue fails in many ways
            says = (
                f"outbox/words/languages/{language}.po cannot be read ({type(fault).__name__}): put it back as it came"
            )
            yield wrong("languages", says)
            continue
        drafts = sum(not line.approved for line in lines)
        if language != ENGLISH and not lines:
            says = f"nothing is there in {language}: whoever writes in it is answered in English"
            yield to_do("languages", says if len(language) == 2 else f"{says}; two letters are expected, such as pl")
        elif drafts:
            says = f"{drafts} of {len(lines)} lines in {catalogues.name(language)} are drafts and go in English: "
            yield to_do("languages", f"{says}a native speaker approves them in outbox/words/languages/{language}.po")


def classifier(folder: Path) -> Found:
    """Whether the model that suggests is there, and whole."""
    try:
        model = load_model(folder)
    except Exception as fault:  # noqa: BLE001 a broken model file fails in many ways
        says = f"it does not load ({type(fault).__name__}), or is damaged; nothing is suggested meanwhile"
        ours = "put the folder classifier/model back as it came, or `heard train` makes it anew"
        theirs = "take classifier.model out of config.yaml, and the one that came along is used"
        return wrong("classifier", f"{says}: {ours if folder == MODEL else theirs}")
    return well("classifier", f"model {model.digest}")
