"""Who guesses tokens is stopped: a number of failures a minute for each address, kept in memory."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

MOST_ADDRESSES = 10_000  # remembered; who failed longest ago is forgotten first


class Limiter:
    """`most` failures within `seconds`; then the address waits until the oldest of them is that old."""

    def __init__(self, most: int = 20, seconds: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        self.most, self.seconds, self.clock = most, seconds, clock
        self._failed: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, address: str) -> int:
        """Seconds this address has to wait, rounded up; 0 where it may try."""
        with self._lock:
            failed = self._recent(network(address))
            if len(failed) < self.most:
                return 0
            return max(1, int(failed[-self.most] + self.seconds - self.clock()) + 1)

    def failed(self, address: str) -> None:
        """This address has failed once more."""
        key = network(address)
        with self._lock:
            failed = self._recent(key)
            failed.append(self.clock())
            self._failed[key] = failed
            self._failed.move_to_end(key)
            while len(self._failed) > MOST_ADDRESSES:
                self._failed.popitem(last=False)

    def forget(self) -> None:
        """Nobody has failed."""
        with self._lock:
            self._failed.clear()

    def _recent(self, key: str) -> deque[float]:
        failed = self._failed.get(key) or deque(maxlen=self.most)
        while failed and failed[0] <= self.clock() - self.seconds:
            failed.popleft()
        return failed


def network(address: str) -> str:
    """The address; of IPv6 the /64 it is in, which is one subscriber's."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        return (
            str(ipaddress.ip_network(f"{found}/64", strict=False))
            if found.ipv4_mapped is None
            else str(found.ipv4_mapped)
        )
    return address
