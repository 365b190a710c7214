"""The journal: what left in this desk's stream of submissions, and what came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.store import submissions

if TYPE_CHECKING:
    from hrdesk.store.connection import Connections
    from hrdesk.store.submissions import IntakeRecord, StreamPosition, Submission, Tombstone


class Journal:
    """Submissions and intakes, the last one first."""

    def __init__(self, connections: Connections) -> None:
        """The journal of the store that these connections open."""
        self._connections = connections

    def next_position(self) -> StreamPosition:
        """Where the next submission stands in this desk's stream."""
        with self._connections.known_faults():
            return submissions.next_position(self._connections.reading())

    def begin_epoch(self, epoch: str | None = None) -> None:
        """Begin a new stream, as after bringing back a backup: numbers are never used twice."""
        with self._connections.writing() as connection:
            submissions.set_epoch(connection, epoch or new_epoch())

    def add(self, submission: Submission) -> None:
        """Write what left into the journal."""
        with self._connections.writing() as connection:
            submissions.add_submission(connection, submission)

    def submissions(self, period_id: str | None = None) -> tuple[Submission, ...]:
        """What left, the last one first."""
        with self._connections.known_faults():
            return submissions.submissions(self._connections.reading(), period_id)

    def tombstones(self, period_id: str) -> tuple[Tombstone, ...]:
        """Records that left in a submission of the period and have been put away since."""
        with self._connections.known_faults():
            return submissions.tombstones(self._connections.reading(), period_id)

    def intake_of(self, bundle_id: str) -> IntakeRecord | None:
        """What is known of a bundle; None when it never came."""
        with self._connections.known_faults():
            found = submissions.intakes(self._connections.reading(), bundle_id=bundle_id)
        return found[0] if found else None

    def record_intake(self, intake: IntakeRecord) -> None:
        """Write into the journal that a bundle was held or refused; `take_in` does it itself.

        A later judgement replaces an earlier one, but what was accepted stays accepted.
        """
        with self._connections.writing() as connection:
            submissions.record_intake(connection, intake)

    def intakes(
        self, period_id: str | None = None, *, epoch: str | None = None
    ) -> tuple[IntakeRecord, ...]:
        """What came, the last one first; of one period or one stream when asked."""
        with self._connections.known_faults():
            reading = self._connections.reading()
            return submissions.intakes(reading, period_id=period_id, epoch=epoch)


def new_epoch() -> str:
    """The name of a new stream, drawn at random."""
    import secrets  # noqa: PLC0415 - brings 3 MB with it, and a store is made once

    return secrets.token_hex(16)
