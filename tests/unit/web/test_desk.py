"""One question under way for each client; only its newest waits."""

import asyncio
import threading

import pytest

from burdenshare.web.desk import MOST_CLIENTS, Desk, OverloadedError, OvertakenError
from burdenshare.web.shelf import Shelf


class Work:
    """Work that ends when it is told to, and notes what was done."""

    def __init__(self):
        self.done = []
        self.gates = {}

    def of(self, name):
        gate = self.gates.setdefault(name, threading.Event())

        def work():
            assert gate.wait(5)
            self.done.append(name)
            return name

        return work

    def finish(self, *names):
        for name in names:
            self.gates[name].set()


async def begun(desk, client, work):
    task = asyncio.create_task(desk.ask(client, work))
    await asyncio.sleep(0.02)
    return task


def test_a_newer_question_overtakes_the_one_that_waits():
    async def scene():
        desk, work = Desk(Shelf(None)), Work()
        tasks = [await begun(desk, "tab", work.of(name)) for name in "abcd"]
        work.finish(*"abcd")
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert results[0] == "a"
        assert [type(result) for result in results[1:3]] == [OvertakenError] * 2
        assert results[3] == "d"
        assert work.done == ["a", "d"]

    asyncio.run(scene())


def test_two_clients_do_not_wait_for_one_another():
    async def scene():
        desk, work = Desk(Shelf(None)), Work()
        slow = await begun(desk, "one", work.of("slow"))
        quick = await begun(desk, "two", work.of("quick"))
        work.finish("quick")
        assert await quick == "quick"
        assert not slow.done()
        work.finish("slow")
        assert await slow == "slow"

    asyncio.run(scene())


def test_no_more_than_two_answers_are_computed_at_once():
    async def scene():
        desk, running, most, lock = Desk(Shelf(None)), 0, 0, threading.Lock()

        def work():
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            threading.Event().wait(0.02)
            with lock:
                running -= 1

        await asyncio.gather(*(desk.ask("", work) for _ in range(8)))
        assert most == 2

    asyncio.run(scene())


def test_what_takes_too_long_is_given_up():
    async def scene():
        desk, work = Desk(Shelf(None), seconds=0.05), Work()
        with pytest.raises(OverloadedError):
            await desk.ask("tab", work.of("long"))
        work.finish("long")

    asyncio.run(scene())


def test_a_question_that_fails_hands_the_turn_on():
    async def scene():
        desk, work = Desk(Shelf(None)), Work()
        gate = threading.Event()

        def fails():
            gate.wait(5)
            raise KeyError("x")

        first = await begun(desk, "tab", fails)
        second = await begun(desk, "tab", work.of("next"))
        gate.set()
        work.finish("next")
        with pytest.raises(KeyError):
            await first
        assert await second == "next"

    asyncio.run(scene())


def test_clients_that_are_gone_are_forgotten():
    async def scene():
        desk = Desk(Shelf(None))
        for number in range(MOST_CLIENTS + 20):
            await desk.ask(f"tab {number}", lambda: None)
        assert len(desk._clients) <= MOST_CLIENTS

    asyncio.run(scene())
