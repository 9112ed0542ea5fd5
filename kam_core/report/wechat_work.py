"""What has to be done, as messages for a group robot of WeChat Work (企业微信群机器人), within its limits.

A markdown message holds at most 4,096 bytes of UTF-8, and a robot takes 20 messages a minute; what does not fit into
that many is counted and left to the dashboard. https://developer.work.weixin.qq.com/document/path/91770
"""

from __future__ import annotations

from collections.abc import Sequence

from kam_core.analysis.alerts.tasks import Task
from kam_core.figures import amount
from kam_core.wording import say

MOST_BYTES = 4_096
MOST_MESSAGES = 20
LONGEST = 600  # bytes of one line
#: what would be a mark or a mention becomes a letter that is none: the same, as wide as a Chinese one
PLAIN = str.maketrans({mark: chr(ord(mark) + 0xFEE0) for mark in "<>[]()*_`#@\\~|"})


def messages(tasks: Sequence[Task], name: str, lang: str, address: str = "") -> list[str]:
    """The tasks, a line each, under a heading; in as many messages as they need, at most twenty.

    name: of the dataset. address: of the list in the dashboard, '' where it has no public one.
    """
    head = say(lang, "wechat.head", n=len(tasks), name=plain(name))
    lines = [_fitting(_line(task, lang), LONGEST) for task in tasks]
    foot = f"[{say(lang, 'wechat.open')}]({address})" if address else ""
    room = MOST_BYTES - _size(foot) - _size(say(lang, "wechat.rest", rest=len(tasks))) - 2
    pages: list[list[str]] = [[_fitting(head, LONGEST)]]
    for at, line in enumerate(lines):
        if _size("\n".join([*pages[-1], line])) > room:
            if len(pages) == MOST_MESSAGES:
                pages[-1].append(say(lang, "wechat.rest", rest=len(lines) - at))
                break
            pages.append([])
        pages[-1].append(line)
    pages[-1] += [foot] if foot else []
    return ["\n".join(page) for page in pages]


def plain(text: str) -> str:
    """A text from a file on one line, in which nothing is a mark, a link or a mention."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split()).translate(PLAIN)


def _line(task: Task, lang: str) -> str:
    money = f" {amount(lang, task.money)}" if task.money else ""
    owner = f" · {plain(task.owner)}" if task.owner else ""
    return f"- {plain(task.finding.say(lang))}{money}{owner}"


def _fitting(line: str, most: int) -> str:
    """The line, cut between letters where it is longer."""
    whole = line.encode()
    return line if len(whole) <= most else whole[: most - 3].decode(errors="ignore") + "…"


def _size(text: str) -> int:
    return len(text.encode())
