"""The files a command was given, under their own names."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

from kam_core.errors import BadInput
from kam_core.ingest.recipe import Upload


def given(asked: argparse.Namespace) -> list[Upload]:
    """Raises BadInput for a file that is not there."""
    uploads = [Upload(path.name, path.resolve()) for path in asked.files]
    for upload, path in zip(uploads, asked.files, strict=True):
        if not path.is_file() or not upload.name:
            raise BadInput("no_such_file", file=str(path))
    if asked.names is None:
        return uploads
    names = _names(asked.names)
    if len(names) != len(uploads):
        raise BadInput("bad_names", file=asked.names.name)
    return [replace(upload, name=name) for upload, name in zip(uploads, names, strict=True)]


def _names(file: Path) -> list[str]:
    try:
        names = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput("bad_names", file=file.name) from error
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BadInput("bad_names", file=file.name)
    return names
