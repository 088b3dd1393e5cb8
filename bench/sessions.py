"""Many people moving the live board once a second: sessions that speak Streamlit's websocket, no browsers."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from bench.measure import Figure, LeftOut, Runs, figure, timed
from bench.serving import Server, sample_in, served

SESSIONS = (1, 25, 50)
SECONDS = 20.0
EVERY = 1.0
PATIENCE = 60.0


@dataclass
class Person:
    """One open Simulator: its board as the server last drew it, and how long each move took.

    tiles  whether the last run drew the key figures
    """

    socket: ClientConnection
    fragment: str = ""
    board: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    taken: list[float] = field(default_factory=list)
    errors: int = 0
    tiles: bool = False

    async def open(self) -> None:
        """Load the page and wait for its board."""
        ask = BackMsg()
        ask.rerun_script.page_name = "simulator"
        ask.rerun_script.context_info.url = "http://127.0.0.1/simulator"
        await self.socket.send(ask.SerializeToString())
        try:
            async with asyncio.timeout(PATIENCE):
                while not self.board:
                    await self._finished()
        except TimeoutError:
            raise LeftOut("the Simulator drew no board") from None

    async def move(self, number: int) -> None:
        """Release a slider elsewhere and wait until the page is done."""
        rows = self.data["rows"]
        row = rows[number % len(rows)]
        act = {
            "id": self.data["id"],
            "kind": "channel",
            "channel": row["name"],
            "value": round(row["planned"] * (0.8 + 0.05 * (number % 9))),
            "number": number + 1,
        }
        ask = BackMsg()
        ask.rerun_script.page_name = "simulator"
        ask.rerun_script.fragment_id = self.fragment
        stands = ask.rerun_script.widget_states.widgets.add()
        stands.id, stands.json_value = self.board, "{}"
        moved = ask.rerun_script.widget_states.widgets.add()
        moved.id = f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{self.board}__events"
        moved.json_trigger_value = json.dumps([{"event": "act", "value": {"acts": [act]}}])
        self.tiles = False
        started = perf_counter()
        await self.socket.send(ask.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            await self._finished()
        # An answer that does not stand where the hand let go is none.
        stands_now = {one["name"]: one["cents"] for one in self.data["rows"]}
        self.errors += not self.tiles or stands_now[row["name"]] != act["value"]
        self.taken.append((perf_counter() - started) * 1000)

    async def _finished(self) -> None:
        """Read until a run ends."""
        while True:
            message = ForwardMsg()
            message.ParseFromString(bytes(await self.socket.recv(decode=False)))
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                return
            if kind != "delta":
                continue
            element = message.delta.new_element
            if element.WhichOneof("type") == "exception":
                self.errors += 1
            if element.WhichOneof("type") != "bidi_component":
                continue
            component = element.bidi_component
            if component.component_name.endswith("planner_board"):
                self.board, self.data = component.id, json.loads(component.bytes)
                self.fragment = message.delta.fragment_id
            elif component.component_name.endswith("planner_tiles"):
                self.tiles = all(tile["value"] for tile in json.loads(component.bytes)["tiles"])


def figures() -> Iterator[Figure]:
    """Answers with one, 25 and 50 sessions, and what a session keeps in memory."""
    with TemporaryDirectory() as folder:
        sample_in(Path(folder))
        for count in SESSIONS:
            with served("app.py", Path(folder)) as server:
                yield asyncio.run(_crowd(server, count))


async def _crowd(server: Server, count: int) -> Figure:
    reference = timed(lambda: None, 10).reference
    people: list[Person] = []
    try:
        await _join(server, people, 1)
        alone = server.memory()
        await _join(server, people, count)
        for person in people:
            person.taken.clear()
        worked = _worked(server)
        until = perf_counter() + SECONDS
        await asyncio.gather(*(_busy(person, until, i / count) for i, person in enumerate(people)))
        worked = _worked(server) - worked
        growth = server.memory() - alone
    finally:
        for person in people:
            await person.socket.close()
    taken = [one for person in people for one in person.taken]
    if not taken:
        raise LeftOut("no session got an answer")
    also = {
        "errors": float(sum(person.errors for person in people)),
        "server's processor ms a move": worked / len(taken),
        "MB with the first": alone,
    }
    if count > 1:
        also["MB a further session"] = growth / (count - 1)
    return figure(
        f"{count} session{'s' * (count > 1)}, a slider each second, to the whole page sent",
        "50 on 2 cores: p95 <= 1.5 s, no error, <= 30 MB a session",
        Runs(taken, [], reference),
        also=also,
    )


async def _join(server: Server, people: list[Person], count: int) -> None:
    address = f"ws{server.address.removeprefix('http')}/_stcore/stream"
    while len(people) < count:
        socket = await connect(
            address, subprotocols=[Subprotocol("streamlit")], max_size=None, ping_interval=None
        )
        people.append(Person(socket))
        await people[-1].open()


def _worked(server: Server) -> float:
    """Milliseconds that processors have worked for the server since it started."""
    try:
        fields = Path(f"/proc/{server.pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        raise LeftOut("this system does not tell a process's work under /proc") from None
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


async def _busy(person: Person, until: float, lag: float) -> None:
    """Move once a second, or as soon as the answer is there."""
    await asyncio.sleep(lag * EVERY)
    number = 0
    with suppress(ConnectionClosed):
        while perf_counter() < until:
            due = perf_counter() + EVERY
            await person.move(number)
            number += 1
            await asyncio.sleep(max(0.0, due - perf_counter()))
        return
    person.errors += 1
