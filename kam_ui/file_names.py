"""A customer or product in the name of a file to take away: what every file system takes, whatever the key holds."""

from __future__ import annotations

import re

_OTHER = re.compile(r"[^\w-]+")
MOST = 40


def in_file_name(key: str) -> str:
    """Letters and digits of any script, - and _; everything else becomes one -. 'C001' stays as it is."""
    return _OTHER.sub("-", key)[:MOST].strip("-") or "-"
