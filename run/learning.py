"""`heard train` and `heard evaluate`: the classifier built from its corpus, or a candidate that has also learnt from
what staff decided, compared with the one in use. A person switches: `classifier.model` in config.yaml.
"""

import asyncio
import json
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from pathlib import Path

from casework.labels import Flag
from classifier import comparing, examples, fairness, scoring, suggest, training
from classifier.comparing import Beside
from classifier.examples import FIELDS, FLAGS, NULL, Example, Labels
from intake.receive import words_of
from run import keeping, models, time_of_day
from run.config import load
from run.config.settings import Settings
from run.config.trees import Misconfigured
from store import values, verdicts
from store.verdicts import Verdict

CORPUS = models.MODEL.with_name("corpus")
FROZEN = CORPUS / "frozen"

SEED = 7
"""What chance begins from when the classifier learns: the same corpus gives the same model."""

LOOKED_BACK = timedelta(days=365)
"""How far back decisions are learnt from: services and staff change. *Taste.*"""

MOST = 5000
"""Decisions learnt from at most, the newest. *Taste.*"""

KEPT_BACK = 4
"""One in so many decisions, the newest, is not learnt from, but asked about. *Taste.*"""


def train(arguments: Namespace) -> int:
    """`heard train`: the classifier built afresh from its corpus, or a candidate beside it."""
    if arguments.with_decisions:
        return _candidate(arguments)
    for name, right in training.train(CORPUS, models.MODEL, SEED).items():
        sys.stderr.write(f"{name:<24} {right:.2f} right of what was held back\n")
    return 0


def evaluate(arguments: Namespace) -> int:
    """`heard evaluate`: scores on labelled lines, a table and one object; pictures and the fairness page in a folder.
    1 if somebody is answered worse than the limits allow for who they are or how they write.
    """
    path = Path(arguments.file)
    if not path.exists():
        return _sorry(f"{arguments.file}: there is no such file")
    try:
        model = suggest.load(Path(arguments.model) if arguments.model else models.of(Path(arguments.config)))
    except Exception as fault:  # noqa: BLE001 a broken model file fails in many ways
        return _sorry(f"the classifier does not load ({type(fault).__name__}): run `heard train`")
    known = examples.read(path)
    scores, fair = scoring.scored(known, model), fairness.compare(known, model)
    told = [*scoring.table(scores), "", *fairness.page(fair)]
    sys.stderr.write("\n".join(told) + "\n")
    if arguments.out:
        _write(Path(arguments.out), dict(scoring.drawn(scores)) | {"scores.txt": "\n".join(told) + "\n"})
    sys.stdout.write(json.dumps(asdict(scores) | {"fairness": [asdict(one) for one in fair]}) + "\n")
    return 1 if any(one.fails for one in fair) else 0


def _write(folder: Path, files: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def _candidate(arguments: Namespace) -> int:
    """Learn from the corpus and from decisions, but for the newest; ask both models about those and the frozen part."""
    try:
        settings = load(Path(arguments.config), os.environ)
        found = asyncio.run(_decided(settings))
    except Misconfigured as wrong:
        return _sorry(str(wrong))
    decided = [example_of(one) for one in found]
    if not decided:
        return _sorry("nobody has decided anything yet that the classifier had an opinion on")
    newest = len(decided) // KEPT_BACK
    recent, older = decided[:newest], decided[newest:]
    out = Path(arguments.out)
    training.learn([*examples.read(CORPUS), *older], out, SEED)
    used, candidate = suggest.load(models.in_use(settings)), suggest.load(out)
    sets = [
        Beside(name, scoring.scored(known, used), scoring.scored(known, candidate))
        for name, known in (("the frozen part", examples.read(FROZEN)), ("recent decisions", recent))
    ]
    sys.stdout.write("\n".join(comparing.report(sets)) + "\n")
    sys.stdout.write(
        f"It learnt from {len(older)} decisions. To switch, set classifier.model to {out} in config.yaml.\n"
    )
    return 0


async def _decided(settings: Settings) -> Sequence[Verdict]:
    since = time_of_day.now() - LOOKED_BACK
    async with keeping.opened(settings.store) as database:
        return await database.look(partial(verdicts.since, council=settings.council, moment=since, limit=MOST))


def example_of(verdict: Verdict) -> Example:
    """What was decided of a contact, to learn from. Nobody decides flags: of them nothing is learnt."""
    labels = Labels({name: verdict.decided.get(name, NULL) for name in FIELDS}, frozenset())
    flags = tuple(flag.value for flag in Flag)
    contact = verdict.contact
    whose = f"decided-{values.digest(contact.sender) if contact.sender.value else contact.id}"
    name = f"decided-{contact.id}"
    return Example(name, words_of(contact), "", labels, {FLAGS: flags}, contact.channel.value, group=whose, whose=whose)


def _sorry(text: str) -> int:
    sys.stderr.write(text + "\n")
    return 1
