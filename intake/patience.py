"""How long to wait before trying again: a little at first, longer each time, never longer than a bound."""

from casework.frozen import frozen


@frozen
class Patience:
    """Pauses in seconds after failures that follow one another; `barred`, where whoever asks often is shut out for it.
    All three numbers are *taste*: whatever was away is asked for again so soon after it came back.
    """

    least: float = 1.0
    most: float = 15.0
    barred: float = 60.0

    def pause(self, failures: int) -> float:
        """How long to wait after so many failures in a row."""
        doublings = min(max(failures - 1, 0), 30)  # a week's outage is thousands of failures: no huge powers
        return float(min(self.least * 2**doublings, self.most))


USUAL = Patience()
