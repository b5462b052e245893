"""How far a mailbox has been read, as a value."""

from hypothesis import given
from hypothesis import strategies as st

from intake.mailbox.ledger import MOST_OWED, Ledger

uids = st.integers(min_value=1, max_value=2**32 - 1)


@given(st.integers(min_value=1), uids, st.lists(uids, max_size=5, unique=True))
def test_a_ledger_comes_back_from_the_store_as_it_went(validity: int, highest: int, owed: list[int]) -> None:
    ledger = Ledger(str(validity), highest, tuple(owed))
    assert Ledger.read(ledger.line) == ledger


def test_the_same_mailbox_goes_on_where_it_was() -> None:
    ledger = Ledger("77", 9, (4,))
    assert ledger.opened(77, 10) == ledger
    assert ledger.opened(77, None) == ledger


def test_a_new_validity_begins_from_the_first_message() -> None:
    assert Ledger("77", 9, (4,)).opened(78, 3) == Ledger("78")


def test_a_server_that_hands_out_used_numbers_begins_a_new_era_each_time() -> None:
    first = Ledger("77", 9).opened(77, 5)
    assert first == Ledger("77+")
    assert first.kept(4).opened(77, 5) == first.kept(4)
    assert first.kept(4).opened(77, 1) == Ledger("77++")


def test_what_is_owed_is_remembered_until_it_comes_and_never_without_bound() -> None:
    ledger = Ledger("77").kept(1).owing(2).kept(3)
    assert (ledger.highest, ledger.owed) == (3, (2,))
    assert ledger.kept(2) == Ledger("77", 3)
    for uid in range(4, 4 + 2 * MOST_OWED):
        ledger = ledger.owing(uid)
    assert len(ledger.owed) == MOST_OWED
