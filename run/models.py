"""Which model has an opinion: the one that a person chose in config.yaml, or the one that came with the program."""

import os
from pathlib import Path

from run.config import load
from run.config.settings import Settings

MODEL = Path(__file__).parents[1] / "classifier" / "model"


def in_use(settings: Settings) -> Path:
    """The folder of the model that the settings name."""
    return Path(settings.classifier.model) if settings.classifier.model else MODEL


def of(config: Path) -> Path:
    """The same by a file of settings; where there is none, the one that came along. Raises Misconfigured."""
    return in_use(load(config, os.environ)) if config.exists() else MODEL
