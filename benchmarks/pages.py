"""What pages and saves cost beside a bare view, on a served installation with either database, in one run.

Run `python -m benchmarks.pages`. Everything is measured over loopback, on connections that stay open: bare view, pages,
saves, bare view again, with eight connections; and a page alone, on one connection: as it is given again while nothing
has changed, and as it is drawn anew (each time at another address). A bare view is /livez: the same server and middleware,
and nothing else. The ratios are what counts: throughput of saves >= 0.03 of the bare view, a page <= 12 times the bare view,
<= 15 KB compressed. After the saves each answer is read again: as many versions as were acknowledged, the last text in it.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import itertools
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.realservers import Postgres

CONNECTIONS, SECONDS, ALONE_S = 8, 2.5, 1.0
SAMPLE, WHO = "northlight-skincare", "helen@northlight-skincare.example"
NOTED = ["PRO-03", "MON-01", "MON-02", "MON-04", "DIV-02", "DIV-03", "DET-01", "GOV-01"]
"""One question for each connection: two people seldom type into the same answer."""
PAGES = {
    "overview": "overview/",
    "scores": "scores/",
    "activities": "scores/functions/",
    "task list": "questionnaire/",
    "question": "questionnaire/FUN-02/social_commerce/",
    "map": "map/",
    "mitigation": "mitigation/",
    "plan": "plan/",
}
NUMBER = re.compile(rb"(?i)content-length: (\d+)")


@dataclass
class Load:
    """What one load saw: answers by status, and how long each took in milliseconds."""

    seconds: float
    statuses: dict[int, int] = field(default_factory=dict)
    times_ms: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times_ms) / self.seconds

    @property
    def median_ms(self) -> float:
        """Half of the answers came sooner."""
        return statistics.median(self.times_ms)

    @property
    def p95_ms(self) -> float:
        """The 95th percentile."""
        return statistics.quantiles(self.times_ms, n=20)[-1]


class Site:
    """A served installation of its own, with the sample organisations, and somebody who is signed in."""

    def __init__(self, database: str | None) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="ballast-bench-")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        environment = {**os.environ, "BALLAST_VAR": self.folder.name, "LOG_LEVEL": "ERROR"}
        environment["BALLAST_FONTS"] = str(Path("var/fonts").resolve())
        environment.pop("DATABASE_URL", None)
        if database:
            environment["DATABASE_URL"] = database
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True)
        for line in self.process.stdout:
            if found := re.search(r"password (\S+)", line):
                self.password = found.group(1)
                break
        self.cookies: dict[str, str] = {}

    def stop(self) -> None:
        """Nothing comes back: the processes have ended and the files are gone."""
        self.process.terminate()
        self.process.wait(60)
        self.folder.cleanup()

    def request(self, method: str, path: str, body: bytes = b"", kind: str = "") -> bytes:
        """A whole request as it goes over the wire."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: localhost:{self.port}", "Accept: application/json, text/html"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if body:
            token = self.cookies["csrf"]
            lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}", f"X-CSRFToken: {token}"]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, bytes]:
        """Status and content of one request; cookies are kept."""

        async def once() -> tuple[int, bytes, bytes]:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(self.request(method, path, body, kind))
            try:
                return await _answer(reader)
            finally:
                writer.close()

        status, head, content = asyncio.run(once())
        self.cookies.update(re.findall(r"(?i)set-cookie: (\w+)=([^;]*)", head.decode()))
        return status, content

    def sign_in(self) -> None:
        """Nothing comes back: the owner of the sample is signed in, and the sample has results."""
        self.ask("GET", "/account/sign-in/")
        form = f"login={WHO}&password={self.password}".encode()
        self.ask("POST", "/account/sign-in/", form, "application/x-www-form-urlencoded")
        self.ask("POST", f"/o/{SAMPLE}/scores/calculate/", b"x=1", "application/x-www-form-urlencoded")
        for _ in range(120):
            if b"a year" in self.ask("GET", f"/o/{SAMPLE}/scores/")[1]:
                return
            time.sleep(0.5)
        raise RuntimeError("The sample has no results: the worker did not calculate them.")


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = NUMBER.search(head)
    content = await reader.readexactly(int(length.group(1))) if length else b""
    return int(head[9:12]), head, content


def load(site: Site, requests: list[Callable[[bytes], bytes]], seconds: float = SECONDS) -> Load:
    """What the site answers to eight connections; each asks for its next request with the last answer's content."""
    seen = Load(seconds)

    async def keep_asking(make: Callable[[bytes], bytes], until: float) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
        content = b""
        while time.perf_counter() < until:
            writer.write(make(content))
            start = time.perf_counter()
            status, head, content = await _answer(reader)
            seen.times_ms.append(1e3 * (time.perf_counter() - start))
            seen.statuses[status] = seen.statuses.get(status, 0) + 1
            if b"Connection: close" in head:
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
        writer.close()

    async def everybody() -> None:
        until = time.perf_counter() + seconds
        await asyncio.gather(*(keep_asking(make, until) for make in requests))

    asyncio.run(everybody())
    return seen


def reading(site: Site, path: str) -> list[Callable[[bytes], bytes]]:
    """Eight connections that read one page."""
    wire = site.request("GET", path)
    return [lambda _: wire] * CONNECTIONS


def reading_anew(site: Site, path: str) -> list[Callable[[bytes], bytes]]:
    """One connection that reads a page which has to be drawn each time."""
    number = itertools.count()
    return [lambda _: site.request("GET", f"{path}?anew={next(number)}")]


class Typist:
    """One connection that changes the note of one answer again and again."""

    def __init__(self, site: Site, question: str) -> None:
        self.site, self.question, self.counter = site, question, itertools.count(1)
        page = site.ask("GET", f"/o/{SAMPLE}/questionnaire/{question}/")[1].decode()
        self.version = self.first = int(re.search(r'data-version="(\d+)"', page).group(1))
        self.fields = fields_of(page)
        self.acknowledged, self.last, self.sent = 0, "", ""

    def text(self) -> str:
        """What is typed next."""
        return f"measured {next(self.counter)}"

    def next(self, content: bytes) -> bytes:
        """The next save; the answer to the last one says which version it made."""
        if content.startswith(b"{"):
            self.settle(content)
        self.sent = self.text()
        save = {"key": str(uuid.uuid4()), "version": self.version, "fields": {**self.fields, "note": [self.sent]}}
        path = f"/o/{SAMPLE}/questionnaire/save/{self.question}/"
        return self.site.request("POST", path, json.dumps(save).encode(), "application/json")

    def settle(self, content: bytes) -> None:
        """Nothing comes back: what was acknowledged is counted."""
        if "version" in (answer := json.loads(content)):
            self.version, self.acknowledged, self.last = answer["version"], self.acknowledged + 1, self.sent

    def lost(self) -> int:
        """How many acknowledged saves are not to be found again; the one under way at the end may have come through."""
        page = self.site.ask("GET", f"/o/{SAMPLE}/questionnaire/{self.question}/")[1].decode()
        version = int(re.search(r'data-version="(\d+)"', page).group(1))
        missing = max(self.first + self.acknowledged - version, 0)
        return missing + (self.last not in page and self.sent not in page)


def fields_of(page: str) -> dict[str, list[str]]:
    """The fields a browser would send of the form that saves by itself."""
    form = page[page.index("data-autosave-url") :].partition("</form>")[0]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        is_choice = attributes.get("type") in ("radio", "checkbox")
        is_sent = not is_choice or re.search(r"\bchecked\b", tag)
        if is_sent and attributes.get("name", "version") not in ("version", "csrfmiddlewaretoken"):
            found.setdefault(attributes["name"], []).append(attributes.get("value", "on" if is_choice else ""))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)"[^>]*\bselected\b', options)
        found.setdefault(name, []).append(chosen.group(1) if chosen else "")
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        found.setdefault(name, []).append(text.strip())
    return found


def measure(site: Site) -> Iterator[str]:
    """The lines of the table for one installation."""
    load(site, reading(site, "/livez"), 1.0)
    before = load(site, reading(site, "/livez"))
    bare_alone = load(site, reading(site, "/livez")[:1], ALONE_S).median_ms
    pages, alone, anew = {}, {}, {}
    for name, path in PAGES.items():
        readers = reading(site, f"/o/{SAMPLE}/{path}")
        anew[name] = load(site, reading_anew(site, f"/o/{SAMPLE}/{path}"), ALONE_S).median_ms
        alone[name], pages[name] = load(site, readers[:1], ALONE_S).median_ms, load(site, readers)
    typists = [Typist(site, question) for question in NOTED]
    saves = load(site, [typist.next for typist in typists])
    after = load(site, reading(site, "/livez"))
    bare_rate, bare_p95 = (before.rate + after.rate) / 2, (before.p95_ms + after.p95_ms) / 2
    yield f"  bare view    {bare_alone:4.2f} ms alone; eight: {bare_rate:.0f}/s ({before.rate:.0f}, {after.rate:.0f}), p95 {bare_p95:.1f} ms"
    for name, seen in pages.items():
        size = len(gzip.compress(site.ask("GET", f"/o/{SAMPLE}/{PAGES[name]}")[1], 6))
        yield (
            f"  {name:<12} anew {anew[name]:4.1f} ms, again {alone[name]:4.1f} ms = {alone[name] / bare_alone:4.1f} x bare; "
            f"eight: {seen.rate:4.0f}/s = {seen.rate / bare_rate:.3f} x bare, p95 {seen.p95_ms:5.1f} ms = {seen.p95_ms / bare_p95:4.1f} x bare; "
            f"{size / 1000:4.1f} KB compressed  {seen.statuses}"
        )
    lost = sum(typist.lost() for typist in typists)
    yield f"  saves        {saves.rate:7.0f}/s = {saves.rate / bare_rate:.3f} x bare  {saves.statuses}  lost: {lost}"


def sites() -> Iterator[tuple[str, str | None, Site]]:
    """One installation with each database, its name and address with it; it is gone when the next is asked for."""
    postgres = Postgres()
    for name, url in (("SQLite", None), ("PostgreSQL", postgres.url)):
        site = Site(url)
        with contextlib.ExitStack() as end:
            end.callback(site.stop)
            site.sign_in()
            yield name, url, site
    postgres.stop()


def main() -> None:
    """Print one table for each database."""
    for name, _, site in sites():
        print(name, *measure(site), sep="\n", flush=True)


if __name__ == "__main__":
    main()
