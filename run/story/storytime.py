"""The story's own time of day: behind the real one, running as fast, until the two meet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from run import time_of_day


@dataclass(slots=True)
class StoryTime:
    """The time of day, so far behind the real one as the story says; it never goes back."""

    behind: timedelta = timedelta()

    def __call__(self) -> datetime:
        return time_of_day.now() - self.behind

    def go(self, moment: datetime) -> None:
        """It is that moment now, unless it is later already."""
        self.behind = min(self.behind, time_of_day.now() - moment) if self.behind else time_of_day.now() - moment

    def meet(self) -> None:
        """It is now."""
        self.behind = timedelta()
