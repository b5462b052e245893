"""The corpus is whole and our own; training repeats itself; the shipped model does as well as its card says."""

import json
from pathlib import Path

import pytest

from casework.labels import Flag
from classifier import examples, scoring, suggest, training
from classifier.examples import FIELDS, NULL

HOUSE = Path(suggest.__file__).parent
CORPUS, FROZEN, MODEL = HOUSE / "corpus", HOUSE / "corpus" / "frozen", HOUSE / "model"
SAMPLES = HOUSE.parent.parent / "shared" / "classifier" / "sample.jsonl"
RUN = 8  # words in a row that two people do not write by chance
GRIEVANCES = {"complaint", "representation"}


def rows() -> list[dict[str, object]]:
    files = [*sorted(CORPUS.glob("*.jsonl")), *sorted(FROZEN.glob("*.jsonl"))]
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def runs(text: str) -> set[tuple[str, ...]]:
    said = text.casefold().split()
    return {tuple(said[at : at + RUN]) for at in range(len(said) - RUN + 1)}


def test_every_message_of_the_corpus_says_what_it_is_and_where_it_came_from():
    whole = rows()
    assert len({row["id"] for row in whole}) == len(whole)
    assert all(row["text"] and row["brief"] and row["voice"] and row["from"] == "written for Heard" for row in whole)


def test_only_a_grievance_has_a_category_and_an_allegation_is_always_safeguarding():
    for example in [*examples.read(CORPUS), *examples.read(FROZEN)]:
        grievance = example.labels.fields["kind"] in GRIEVANCES
        assert (example.labels.fields["category_b"] != NULL) == grievance, example.id
        assert (example.labels.fields["category_d"] != NULL) == grievance, example.id
        alleged = Flag.ALLEGATION_AGAINST_STAFF in example.labels.flags
        assert not alleged or Flag.SAFEGUARDING in example.labels.flags, example.id


def test_every_label_of_the_taxonomy_is_in_the_corpus():
    known = examples.read(CORPUS)
    for name, kind in FIELDS.items():
        assert {example.labels.fields[name] for example in known} >= {label.value for label in kind}, name
    assert set().union(*(example.labels.flags for example in known)) == set(Flag)


def test_nothing_frozen_is_learnt_from():
    learnt = {example.text.casefold() for example in examples.read(CORPUS)}
    assert not learnt & {example.text.casefold() for example in examples.read(FROZEN)}


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not beside this checkout")
def test_nothing_is_copied_from_the_samples():
    theirs = set().union(*(runs(json.loads(line)["text"]) for line in SAMPLES.read_text("utf-8").splitlines()))
    assert not [row["id"] for row in rows() if runs(str(row["text"])) & theirs]


def test_a_line_that_is_no_labelled_message_is_named(tmp_path):
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "1", "text": "x", "labels": {"kind": "grumble"}}\n')
    with pytest.raises(examples.BadExample, match=r"bad\.jsonl line 1"):
        examples.read(bad)


@pytest.mark.slow
def test_the_same_corpus_and_seed_give_the_same_model(tmp_path):
    small = tmp_path / "corpus"
    small.mkdir()
    lines = (CORPUS / "13-contrast.jsonl").read_text(encoding="utf-8")
    (small / "some.jsonl").write_text(lines, encoding="utf-8")
    for name in ("one", "two"):
        training.train(small, tmp_path / name, 3)
    assert suggest.digest(tmp_path / "one") == suggest.digest(tmp_path / "two")
    name = suggest.digest(tmp_path / "one")
    assert suggest.load(tmp_path / "one")("my advocate never came").model == name
    assert (tmp_path / "one" / suggest.NAMED).read_text() == name + "\n"


@pytest.mark.slow
def test_the_shipped_model_does_on_the_frozen_part_what_its_card_says():
    scores = scoring.evaluate(FROZEN, suggest.load(MODEL))
    floors = {"kind": 0.82, "procedure": 0.72, "category_b": 0.68, "category_d": 0.6, "sender": 0.76, "service": 0.7}
    for name, floor in floors.items():
        assert scores.fields[name].right.rate >= floor, name
    risk = scores.flags[Flag.IMMEDIATE_RISK]
    assert risk.recall.rate >= 0.85 and risk.elsewhere.rate <= 0.07
    assert scores.flags[Flag.SAFEGUARDING].recall.rate >= 0.9
    assert "\n".join(scoring.table(scores))


def test_the_model_is_small_enough_for_the_repository():
    assert sum(file.stat().st_size for file in MODEL.rglob("*") if file.is_file()) <= 25_000_000
