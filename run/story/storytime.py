"""The story's own time of day: behind the real one, running as fast, until the two meet."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(slots=True)
class StoryTime:
    """The time of day, so far behind the real one as the story says; it never goes back."""

    behind: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) - self.behind

    def go(self, moment: datetime) -> None:
        """It is that moment now, unless it is later already."""
        self.behind = min(self.behind, datetime.now(UTC) - moment) if self.behind else datetime.now(UTC) - moment

    def meet(self) -> None:
        """It is now."""
        self.behind = timedelta()
