"""`python -m kam_core.sample [FOLDER]` writes the sample data, into `data/sample` where no folder is named."""

from __future__ import annotations

import sys
from pathlib import Path

from kam_core.sample.write import write

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "data" / "sample"
    for path in write(folder):
        print(f"{path.stat().st_size:>9,}  {path.name}")
