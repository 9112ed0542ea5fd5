"""Where datasets live. `Store` is the door; importing it takes the catalog along, so it opens when first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kam_core.store.store import Store

__all__ = ["Store"]


def __getattr__(name: str) -> Any:
    if name == "Store":
        from kam_core.store.store import Store

        return Store
    raise AttributeError(name)
