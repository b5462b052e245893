"""`heard bench growth` measures one store again and again while it is filled further."""

from run.bench import growth


def test_both_stores_are_measured_at_each_size_up_to_the_one_asked_for() -> None:
    assert growth.sizes(1_000_000) == (1_000, 100_000, 1_000_000)
    assert growth.sizes(100_000) == (1_000, 100_000)
    assert growth.sizes(50) == (50,)
