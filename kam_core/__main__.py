"""`python -m kam_core COMMAND …`"""

from __future__ import annotations

import sys


class _WithoutPandas:
    """Arrow looks for pandas as soon as it is given a list, and loading it takes longer than most commands do."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name=name)


sys.meta_path.insert(0, _WithoutPandas())

from kam_core.cli import main  # noqa: E402
from kam_core.command.failures import leave  # noqa: E402

if __name__ == "__main__":
    leave(main())
