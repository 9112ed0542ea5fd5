"""What a status column says of its documents: void, not approved yet, cancelled, doubtful."""

from __future__ import annotations

from collections.abc import Sequence

from kam_core.engine import Engine
from kam_core.errors import Notice
from kam_core.ingest.understanding import meanings
from kam_core.ingest.words import words


def void(places: Sequence[meanings.Place], column: str, engine: Engine) -> tuple[tuple[str, ...], list[Notice]]:
    """Void, cancelled and unapproved documents are left out; what only a delivery's status says is pointed out."""
    out = tuple(meanings.among(places, words("void", "void"), engine))
    draft = tuple(meanings.among(places, words("void", "draft"), engine))
    if draft and meanings.share_of(places, draft, engine) < 0.5:
        out += draft
    moving = meanings.among(places, words("void", "moving"), engine)
    cancelled = meanings.among(places, words("void", "cancelled"), engine)
    doubtful = meanings.among(places, words("void", "doubtful"), engine)
    if moving:
        doubtful = {**cancelled, **doubtful}
    else:
        out += tuple(cancelled)
    if not doubtful:
        return out, []
    listed = ", ".join(f"{value} ({rows:,})" for value, rows in doubtful.items())
    return out, [Notice("status_doubtful", {"column": column, "listed": listed, "values": list(doubtful)})]
