"""The light page of a frozen share, kept as it was made: after a restart it answers without computing anything.

A leaf is what kam_core/report/light.py makes: a title, and a body with places for the days left. `form` tells one way
of writing it from another, so that a newer release does not read what it would misunderstand.
"""

from __future__ import annotations

import json
import zlib

from sqlalchemy import delete, insert, select

from kam_core.store.catalog import Catalog, leaves


def keep(catalog: Catalog, share_id: str, lang: str, form: int, title: str, body: str) -> None:
    """Keep the page of a share in a language, instead of the one before."""
    content = zlib.compress(json.dumps([title, body], ensure_ascii=False).encode("utf-8", "replace"), 6)
    with catalog.writing() as connection:
        connection.execute(delete(leaves).where(leaves.c.share == share_id, leaves.c.lang == lang))
        connection.execute(insert(leaves).values(share=share_id, lang=lang, form=form, content=content))


def find(catalog: Catalog, share_id: str, lang: str, form: int) -> tuple[str, str] | None:
    """Title and body; None where nothing of this form is kept."""
    wanted = (leaves.c.share == share_id, leaves.c.lang == lang, leaves.c.form == form)
    with catalog.reading() as connection:
        content = connection.execute(select(leaves.c.content).where(*wanted)).scalar()
    if content is None:
        return None
    title, body = json.loads(zlib.decompress(content))
    return title, body


def forget(catalog: Catalog, share_id: str) -> None:
    """Nothing of a share is kept any more."""
    with catalog.writing() as connection:
        connection.execute(delete(leaves).where(leaves.c.share == share_id))
