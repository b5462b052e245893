"""The words that ring an alarm: `councils/signs.yaml`, whole and checked, and made ready to be looked for."""

from casework.said import signs
from casework.said.signs import Signs, Table
from run.config.checks import checked
from run.config.profiles import COUNCILS
from run.config.trees import Misconfigured, read


def load_signs() -> Signs:
    """The table in force; `Misconfigured` says which pattern cannot be read."""
    path = COUNCILS / "signs.yaml"
    source = read(path)
    table = checked(Table, source.values, (source,))
    try:
        return signs.ready(table)
    except ValueError as error:
        raise Misconfigured(f"{path}: {error}") from None
