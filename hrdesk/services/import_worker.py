"""A process of its own that judges rows of a table, so that all of the computer's cores do.

Run by `hrdesk.services.import_crew` as `python -m hrdesk.services.import_worker`, in the frozen
program as `hrdesk _rows`. It opens no file and knows no workspace: what it is to do comes as the
first frame on stdin, pieces of rows as further ones; for each it answers with one frame on stdout.
A frame is its length in eight bytes and a pickle; both ends are this very program.
"""

from __future__ import annotations

import gc
import itertools
import pickle
import struct
import sys
from dataclasses import replace
from typing import IO, Final

from hrdesk.i18n import set_language
from hrdesk.records.tables import TableRow
from hrdesk.services.import_rows import GoodRow, RefusedRow, RowReader

_LENGTH: Final = struct.Struct(">Q")
_PIECES: Final = 50  # between two looks for what a library may have left in a cycle


def main() -> int:
    """Answer frames until stdin ends, as it does when whoever asks is gone."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    spoken, job = pickle.loads(read_frame(source))  # noqa: S301 - from this very program
    set_language(spoken)
    reader = RowReader(job)
    gc.freeze()
    gc.disable()  # rows make no cycles; looking for some takes a third of the time
    for count in itertools.count(1):
        piece = read_frame(source)
        if not piece:
            break
        write_frame(target, judge(reader, piece))
        if count % _PIECES == 0:
            gc.collect()
    return 0


def pack(records: list[list[TableRow]]) -> bytes:
    """A piece of work: the rows of some records."""
    plain = [[(row.number, row.cells) for row in rows] for rows in records]
    return pickle.dumps(plain, pickle.HIGHEST_PROTOCOL)


def judge(reader: RowReader, piece: bytes) -> bytes:
    """The answer to a piece; what is refused comes without its rows, which the asker has."""
    plain = pickle.loads(piece)  # noqa: S301 - from this very program
    found = [reader.read([TableRow(*row) for row in rows]) for rows in plain]
    said = [replace(each, rows=()) if isinstance(each, RefusedRow) else each for each in found]
    return pickle.dumps(said, pickle.HIGHEST_PROTOCOL)


def unpack(answer: bytes, records: list[list[TableRow]]) -> list[GoodRow | RefusedRow]:
    """What a worker said of these records."""
    said: list[GoodRow | RefusedRow] = pickle.loads(answer)  # noqa: S301 - from this very program
    return [
        replace(each, rows=tuple(rows)) if isinstance(each, RefusedRow) else each
        for each, rows in zip(said, records, strict=True)
    ]


def read_frame(stream: IO[bytes]) -> bytes:
    """The next frame; b"" at the end of the stream, also in the middle of a frame."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return b""
    (length,) = _LENGTH.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else b""


def write_frame(stream: IO[bytes], body: bytes) -> None:
    """Send a frame."""
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


if __name__ == "__main__":
    sys.exit(main())
