"""Write the ledgers, beside this file."""

from pathlib import Path

from tests.reports import ledgers
from tests.reports.seeds import bnes, dorset

HERE = Path(__file__).parent


def main() -> None:
    """`seed-bnes` and `seed-dorset`."""
    for name, files in (("bnes", bnes.files()), ("dorset", dorset.files())):
        ledgers.write(HERE / f"seed-{name}", files)


if __name__ == "__main__":
    main()
