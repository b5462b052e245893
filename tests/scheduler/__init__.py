"""Time comes in: the sweeps on a real store, and the alarm clock that wakes them."""
