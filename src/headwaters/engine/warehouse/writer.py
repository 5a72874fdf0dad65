"""A process of its own that appends Arrow tables to a SQLite file through ADBC, many rows in one transaction.

A process, not a thread: ADBC brings its own SQLite library, and two such libraries in one process break each other's
locks on a file. What is sent is a frame: a line of JSON (the tables' names and sizes), then each table as
an Arrow stream. Each frame is one transaction and is answered by one line, `ok` or what went wrong.
A frame that does not arrive whole was never begun.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO, Any

import pyarrow as pa

from headwaters.engine.warehouse.writing import Addition, WriterStopped

PRAGMAS = (
    "busy_timeout = 60000",
    "synchronous = NORMAL",  # as the settings say: a crash loses the open transaction and nothing else
    "cache_size = -65536",  # KiB
    "wal_autocheckpoint = 16384",  # pages: what is touched again and again goes to the file once
)
FRAMES_AHEAD = 6
"""Frames that wait to be sent: some megabytes each."""
ENDED = "the process that writes them has ended"


class Writer:
    """The process, from the side that sends. Frames are written one after another; `flush` waits for all of them."""

    def __init__(self, database: Path, *, keep_open: Sequence[int] = ()) -> None:
        """`keep_open`: file descriptors that the process holds on to, such as a lock's."""
        code = f"from {__name__} import serve; serve()"
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, str(database)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=tuple(keep_open),
        )  # fmt: skip
        self._unanswered = 0
        self._broken = False
        self._frames: Queue[Sequence[Addition] | None] = Queue(FRAMES_AHEAD)
        self._sender = Thread(target=self._send_all, name="frames to the writer", daemon=True)
        self._sender.start()

    def append(self, additions: Sequence[Addition]) -> None:
        """Send rows; they are written in one transaction, while the caller goes on.

        raises  WriterStopped  they, or rows sent before them, could not be written
        """
        if self._broken:
            self.flush()
            raise WriterStopped(ENDED)
        self._unanswered += 1
        self._frames.put(additions)

    def _send_all(self) -> None:
        """Send frame after frame, beside the caller: a pipe takes a few pages at a time, and only while somebody reads."""
        while (additions := self._frames.get()) is not None:
            try:
                if not self._broken:
                    self._send(additions)
            except OSError:  # the process has ended, and its last answer says why
                self._broken = True
            finally:
                self._frames.task_done()

    def _send(self, additions: Sequence[Addition]) -> None:
        streams = [_stream(addition.rows) for addition in additions]
        tables = [
            {"table": one.table, "or_ignore": one.or_ignore, "size": len(stream)}
            for one, stream in zip(additions, streams, strict=True)
        ]
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(tables).encode() + b"\n")
        for stream in streams:
            self._process.stdin.write(memoryview(stream))
        self._process.stdin.flush()

    def flush(self) -> None:
        """Wait until everything sent is written.

        raises  WriterStopped  something could not be written; what was sent before it is, what came after it is not
        """
        assert self._process.stdout is not None
        self._frames.join()
        while self._unanswered:
            answer = self._process.stdout.readline().decode().strip()
            self._unanswered -= 1
            if answer != "ok":
                self._unanswered = 0
                raise WriterStopped(answer or ENDED)

    def close(self) -> None:
        """Let the process end, once what it has received whole is written."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._frames.put(None)
        self._sender.join()
        with suppress(BrokenPipeError):  # it ended first, and `flush` has said why
            self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def _stream(rows: pa.Table) -> pa.Buffer:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as stream:
        stream.write_table(rows)
    return sink.getvalue()


def serve() -> None:
    """The process itself: frames from standard input to the SQLite file that the first argument names."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever sends decides when it ends
    import adbc_driver_sqlite.dbapi as adbc

    try:
        with adbc.connect(sys.argv[1]) as connection:
            _serve(connection)
    except adbc.Error as error:
        print(" ".join(str(error).split()), flush=True)
        os._exit(1)  # nothing is tidied on a disk that may be full: what is not committed was never there


def _serve(connection: Any) -> None:
    with connection.cursor() as cursor:
        connection.adbc_connection.set_autocommit(True)
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}").fetchall()
        connection.adbc_connection.set_autocommit(False)
        while (frame := _received(sys.stdin.buffer)) is not None:
            _write(cursor, frame)
            connection.commit()
            print("ok", flush=True)


def _received(source: IO[bytes]) -> list[tuple[dict[str, Any], pa.Table]] | None:
    """One whole frame, or None at the end."""
    line = source.readline()
    if not line.endswith(b"\n"):
        return None
    tables = []
    for table in json.loads(line):
        body = source.read(table["size"])
        if len(body) < table["size"]:
            return None
        tables.append((table, pa.ipc.open_stream(body).read_all()))
    return tables


def _write(cursor: Any, tables: list[tuple[dict[str, Any], pa.Table]]) -> None:
    for head, rows in tables:
        if not head["or_ignore"]:
            cursor.adbc_ingest(head["table"], rows, mode="append")
            continue
        names = ", ".join(f'"{name}"' for name in rows.column_names)
        cursor.adbc_ingest("received", rows, mode="create", temporary=True)
        cursor.execute(f'INSERT OR IGNORE INTO "{head["table"]}" ({names}) SELECT {names} FROM temp.received')
        cursor.execute("DROP TABLE temp.received")
