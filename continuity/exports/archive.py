"""Office files that come out the same for the same plan: their zip parts carry a fixed date."""

import io
import zipfile
from typing import Final

EARLIEST: Final = (1980, 1, 1, 0, 0, 0)


def with_fixed_dates(archive: bytes) -> bytes:
    """The zip file with every part dated alike, in the order in which it was written."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            part = zipfile.ZipInfo(name, EARLIEST)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            copy.writestr(part, source.read(name))
    return target.getvalue()
