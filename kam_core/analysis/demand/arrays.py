"""The arrays demand is computed in. Estimates, unlike money, are floats; fits run in single precision, being faster."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Reals = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
