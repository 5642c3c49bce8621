"""Ask one address from several connections for some seconds, with nothing but the standard library."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Load:
    """What came back: how many answers, how long each took, and whether all of them were good."""

    taken: list[float] = field(default_factory=list)
    seconds: float = 0.0
    bad: int = 0
    bytes: int = 0

    @property
    def requests(self) -> int:
        return len(self.taken)

    @property
    def rate(self) -> float:
        return self.requests / self.seconds if self.seconds else 0.0

    def share(self, part: float) -> float:
        """The time within which this part of the answers came, in milliseconds."""
        ordered = sorted(self.taken)
        return 1000 * ordered[min(int(len(ordered) * part), len(ordered) - 1)] if ordered else 0.0


def request_for(address: str, headers: dict[str, str]) -> tuple[str, int, bytes]:
    parts = urlsplit(address)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    said = {"Host": parts.netloc, "Accept-Encoding": "gzip"} | headers
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items())]
    return parts.hostname or "127.0.0.1", parts.port or 80, "\r\n".join([*lines, "", ""]).encode()


async def one_answer(reader: asyncio.StreamReader) -> tuple[int, int]:
    """Its status and size; the connection stays open."""
    head = await reader.readuntil(b"\r\n\r\n")
    fields = dict(line.lower().partition(b": ")[::2] for line in head.split(b"\r\n")[1:] if line)
    status, size = int(head[9:12]), 0
    if fields.get(b"transfer-encoding") == b"chunked":
        while length := int((await reader.readline()).strip(), 16):
            await reader.readexactly(length + 2)
            size += length
        await reader.readline()
    else:
        size = int(fields.get(b"content-length", b"0"))
        await reader.readexactly(size)
    return status, size


async def _connection(host: str, port: int, request: bytes, until: float, load: Load) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        while time.monotonic() < until:
            began = time.perf_counter()
            writer.write(request)
            status, size = await one_answer(reader)
            load.taken.append(time.perf_counter() - began)
            load.bytes += size
            load.bad += status != 200
    finally:
        writer.close()


async def _all(addresses: list[str], headers: dict[str, str], connections: int, seconds: float) -> Load:
    load, began = Load(), time.monotonic()
    each = [request_for(addresses[number % len(addresses)], headers) for number in range(connections)]
    await asyncio.gather(*(_connection(*one, began + seconds, load) for one in each))
    load.seconds = time.monotonic() - began
    return load


def ask(addresses: list[str], *, headers: dict[str, str] | None = None, connections: int = 8, seconds: float = 3.0) -> Load:
    """Each connection keeps to one of the addresses."""
    return asyncio.run(_all(addresses, headers or {}, connections, seconds))
