"""Where this server's store stands: the folder KAM_DATA_DIR names, else data/store."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """The folder, whole; it need not be there yet."""
    return Path(os.environ.get("KAM_DATA_DIR") or "data/store").expanduser().resolve()
