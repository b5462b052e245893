"""A document of several files, packed the same way each time: the libraries write the time of day into it."""

import io
import zipfile
from collections.abc import Mapping
from types import MappingProxyType

EPOCH = (1980, 1, 1, 0, 0, 0)


def repacked(raw: bytes, instead: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """The same files in the same order, all of one date. `instead` are files to put in the place of those there."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(entry, instead.get(name) or old.read(name))
    return packed.getvalue()
