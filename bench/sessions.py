"""Many people moving sliders once a second: sessions that speak Streamlit's websocket, without browsers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
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
    """One open Simulator: its sliders as the server last drew them, and how long each move took."""

    socket: ClientConnection
    fragment: str = ""
    sliders: dict[str, tuple[str, float, float]] = field(default_factory=dict)
    taken: list[float] = field(default_factory=list)
    errors: int = 0
    numbers: str = ""

    async def open(self) -> None:
        """Load the page and wait for its sliders."""
        ask = BackMsg()
        ask.rerun_script.page_name = "simulator"
        ask.rerun_script.context_info.url = "http://127.0.0.1/simulator"
        await self.socket.send(ask.SerializeToString())
        try:
            async with asyncio.timeout(PATIENCE):
                while not self.sliders:
                    await self._finished()
        except TimeoutError:
            raise LeftOut("the Simulator drew no slider") from None

    async def move(self, number: int) -> None:
        """Release a slider elsewhere and wait until the page is done."""
        label = sorted(self.sliders)[number % len(self.sliders)]
        widget, low, high = self.sliders[label]
        ask = BackMsg()
        ask.rerun_script.page_name = "simulator"
        ask.rerun_script.fragment_id = self.fragment
        moved = ask.rerun_script.widget_states.widgets.add()
        moved.id = widget
        moved.double_array_value.data.append(low + round((high - low) * (0.3 + 0.05 * (number % 9))))
        before, self.numbers = self.numbers, ""
        started = perf_counter()
        await self.socket.send(ask.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            await self._finished()
        self.errors += self.numbers in ("", before)  # an answer that says nothing new is none
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
            if element.WhichOneof("type") == "slider":
                slider = element.slider
                self.sliders[slider.label] = (slider.id, slider.min, slider.max)
                self.fragment = message.delta.fragment_id
            elif element.WhichOneof("type") == "metric":
                self.numbers += f"{element.metric.body} {element.metric.delta}|"
            elif element.WhichOneof("type") == "exception":
                self.errors += 1


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
        until = perf_counter() + SECONDS
        await asyncio.gather(*(_busy(person, until, i / count) for i, person in enumerate(people)))
        growth = server.memory() - alone
    finally:
        for person in people:
            await person.socket.close()
    taken = [one for person in people for one in person.taken]
    if not taken:
        raise LeftOut("no session got an answer")
    also = {"errors": float(sum(person.errors for person in people)), "MB with the first": alone}
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
