"""The reader cuts words as the published tokenizer does, and reads whatever comes."""

import numpy as np
import pytest

from classifier import examples, texts, training
from classifier.examples import LABELS
from classifier.pieces import Pieces
from classifier.reader import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return training.kept_reader()


# What the published tokenizer of MiniLM-L6-v2 makes of them.
PUBLISHED = (
    (
        "Im in care & my SW hasn't rung!! 2 weeks...",
        "[CLS] im in care & my sw hasn ' t run ##g ! ! 2 weeks . . . [SEP]",
    ),
    ("Café, naïve — “résumé” 😭", "[CLS] cafe , naive — “ resume ” [UNK] [SEP]"),
    ("EHCP/SEND tribunal (s.17)", "[CLS] eh ##cp / send tribunal ( s . 17 ) [SEP]"),
    ("a\u200bb\tc\r\nd", "[CLS] ab c d [SEP]"),
)


@pytest.mark.parametrize(("text", "pieces"), PUBLISHED)
def test_words_are_cut_as_the_model_was_taught_them(reader, text, pieces):
    vocabulary = reader.pieces.vocabulary
    assert " ".join(vocabulary[row] for row in reader.pieces.read(text)) == pieces


def test_a_word_that_has_no_piece_is_read_letter_by_letter():
    small = Pieces(["[UNK]", "[CLS]", "[SEP]", "c", "##a", "##r", "##re"], most=20)
    assert small.read("care") == [1, 3, 4, 6, 2]
    assert small.read("carx car") == [1, 0, 3, 4, 5, 2]


def test_of_a_long_message_the_head_and_the_tail_are_read():
    small = Pieces(["[UNK]", "[CLS]", "[SEP]", "a", "b", "c"], most=5)
    assert small.read("a a a a b b b b c") == [1, 3, 3, 5, 2]


@pytest.mark.parametrize("text", ["?", "\ufffd", "😭" * 50, "a" * 500, "Ж" * 300, "word " * 2000])
def test_whatever_comes_gets_a_number_for_every_label(reader, text):
    said = reader.says(text)
    assert said.shape == (len(LABELS),)
    assert np.isfinite(said).all()


def test_its_labels_are_the_taxonomys_in_order(reader):
    assert list(reader.labels) == LABELS


def test_what_it_was_taught_on_is_judged_by_one_that_was_not(reader):
    """It remembers what it was taught: to learn how far to trust it from that would be to trust it too far."""
    honest = training.held_back_by_reader()
    known = examples.read(training.READER.parents[1] / "corpus")
    assert {texts.name_of(example.looked_at) for example in known} <= honest.keys()
