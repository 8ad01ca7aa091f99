"""Finished pieces of a long job on disk: added one by one, none lost, none counted twice.

A file of lines. Each holds the CRC-32 of its text and the text, one JSON object: first what the job
is, then finished pieces with their numbers. A line is written, flushed and synced before the next
piece counts as done, so a process that is killed leaves whole lines and perhaps the beginning of
one, which its checksum gives away. Only one process at a time may add lines.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from burdenshare.errors import BurdenshareError

Record = dict[str, Any]


class CheckpointError(BurdenshareError):
    """A file of finished pieces belongs to another job, or is in use."""


class Checkpoint:
    """The finished pieces of one job.

    Parameters
    ----------
    path : Path
        The file; it is made if it is not there.
    job : mapping
        What the job is, as plain data. Pieces of another job are never taken for its own.

    Raises
    ------
    CheckpointError
        If the file belongs to another job, is no such file, or another process has it open.
    """

    def __init__(self, path: Path, job: Mapping[str, Any]) -> None:
        """Open the file and read what it holds."""
        self.path = path
        self._job = dict(job)
        self._file: BinaryIO = open(path, "a+b")  # noqa: SIM115  (closed by `close`)
        try:
            _hold(self._file, path)
            self.finished: dict[int, Record] = {}
            """Records by the least number of the pieces that they hold."""
            self.done: set[int] = set()
            """Numbers of the finished pieces."""
            self._read()
        except BaseException:
            self._file.close()
            raise

    def _read(self) -> None:
        self._file.seek(0)
        text = self._file.read()
        lines = text.split(b"\n")
        records = [record for line in lines if (record := _record(line)) is not None]
        if not records:
            if text.strip():
                raise CheckpointError(f"{self.path} is no file of finished pieces; move it away")
            self._append({"job": self._job})
            return
        if lines[-1]:
            # The beginning of a line that was never finished; it must not swallow the next one.
            self._write(b"\n")
        self._must_be_ours(records[0])
        for record in records[1:]:
            self._take(record)

    def _must_be_ours(self, first: Record) -> None:
        theirs = first.get("job")
        if not isinstance(theirs, dict):
            raise CheckpointError(f"{self.path} does not say which job it belongs to; move it away")
        if theirs != self._job:
            names = [n for n in {**theirs, **self._job} if theirs.get(n) != self._job.get(n)]
            told = "; ".join(
                f"{name}: {_short(theirs.get(name))} there, {_short(self._job.get(name))} here"
                for name in names
            )
            raise CheckpointError(
                f"{self.path} holds the finished pieces of another job ({told}).\n"
                "    Choose another folder, or begin anew with --restart."
            )

    def _take(self, record: Record) -> None:
        pieces = set(record["pieces"])
        if pieces and not pieces & self.done:
            self.done |= pieces
            self.finished[min(pieces)] = record

    def add(self, pieces: Sequence[int], result: Any) -> None:
        """Keep the result of some pieces; it is on the disk when this returns."""
        record = {"pieces": list(pieces), "result": result}
        if set(pieces) & self.done:
            raise CheckpointError(f"{self.path}: piece {min(pieces)} was finished already")
        self._append(record)
        # What was written need not be kept in memory as well.
        self.done |= set(pieces)

    def results(self) -> Iterator[Any]:
        """Give the results that were on the disk when the file was opened, and let go of them."""
        while self.finished:
            yield self.finished.pop(min(self.finished))["result"]

    def replace(self, pieces: Sequence[int], result: Any) -> None:
        """Put one result in the place of all, in one step."""
        lines = _line({"job": self._job}) + _line({"pieces": list(pieces), "result": result})
        temporary = self.path.with_name(f".{self.path.name}.new")
        with open(temporary, "wb") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, self.path)

    def close(self) -> None:
        """Let another process have the file."""
        self._file.close()

    def __enter__(self) -> Checkpoint:
        """Use the file for a while."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()

    def _append(self, record: Mapping[str, Any]) -> None:
        self._write(_line(record))

    def _write(self, text: bytes) -> None:
        self._file.write(text)
        self._file.flush()
        os.fsync(self._file.fileno())


def _line(record: Mapping[str, Any]) -> bytes:
    text = json.dumps(record, separators=(",", ":"), allow_nan=False).encode()
    return b"%08x %s\n" % (zlib.crc32(text), text)


def _record(line: bytes) -> Record | None:
    """Read a line; None if it is not whole."""
    checksum, _, text = line.partition(b" ")
    if not text or checksum != b"%08x" % zlib.crc32(text):
        return None
    record = json.loads(text)
    return record if isinstance(record, dict) else None


def _short(value: Any) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _hold(file: BinaryIO, path: Path) -> None:
    """Keep others from adding lines; the system frees the file when its holder ends."""
    try:
        import fcntl
    except ImportError:  # no such locks here; two sweeps into one folder are the user's to avoid
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CheckpointError(f"{path} is in use by another sweep; wait for it to end") from None
