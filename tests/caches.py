"""What this process remembers of a store: forgotten where a test brings a store of its own."""

from __future__ import annotations

from streamlit.runtime.caching.cache_utils import CachedFunc

from kam_ui import kept, resources


def forget() -> None:
    """Clears every cache there is; one added later too."""
    caches = [made for made in (*vars(resources).values(), *vars(kept).values()) if isinstance(made, CachedFunc)]
    assert caches
    for cache in caches:
        cache.clear()
