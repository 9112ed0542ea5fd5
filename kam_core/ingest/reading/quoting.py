"""Two ways of quoting that are not CSV's own, turned into it before anything else is decided.

`\\"` inside a quoted cell (databases write it so) becomes `""`; a file whose every line was quoted once more as a whole
(a CSV opened as one column and saved again) loses that outer layer. Both are proven on the file's first lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

PLAIN, BACKSLASH, WRAPPED = "plain", "backslash", "wrapped"

_CELL = r'(?:"(?:[^"]|"")*"|[^",;\t|]*)'
_SOUND = re.compile(rf"{_CELL}(?:[,;\t|]{_CELL})*")
_ONE_CELL = re.compile(r'"(?:[^"]|"")*"')
_PARTED = re.compile(r"[,;\t|]")
_ESCAPED = re.compile(rb'\\(["\\])')


def decide(lines: list[str]) -> str:
    """How the file that begins with `lines` quotes: plain, backslash or wrapped."""
    lines = [line for line in lines if line.strip()]
    if len(lines) >= 3 and all(_ONE_CELL.fullmatch(line) for line in lines):
        inside = [unwrapped(line) for line in lines]
        parts = [len(_PARTED.findall(re.sub(r'"[^"]*"', "", line))) for line in inside]
        if parts[0] and parts.count(parts[0]) > 0.9 * len(parts):
            return WRAPPED
    doubtful = [line for line in lines if '\\"' in line]
    mended = [unescaped(line.encode()).decode() for line in doubtful]
    sound, better = (sum(bool(_SOUND.fullmatch(line)) for line in group) for group in (doubtful, mended))
    return BACKSLASH if better > sound else PLAIN


def plain(blocks: Iterable[bytes], how: str) -> Iterator[bytes]:
    """The blocks (whole lines, UTF-8) with CSV's own quoting."""
    for block in blocks:
        if how == BACKSLASH:
            yield unescaped(block)
        elif how == WRAPPED:
            lines = block.decode("utf-8", "replace").split("\n")
            yield "\n".join(unwrapped(line) for line in lines).encode("utf-8", "replace")
        else:
            yield block


def unescaped(text: bytes) -> bytes:
    """`\\"` as `""` and `\\\\` as one backslash."""
    return _ESCAPED.sub(lambda found: b'""' if found[1] == b'"' else b"\\", text)


def unwrapped(line: str) -> str:
    """A line without the quotes around it as a whole; any other line as it is."""
    return line[1:-1].replace('""', '"') if _ONE_CELL.fullmatch(line) else line
