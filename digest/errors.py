"""Every error that Digest raises on purpose.

    DigestError                 exit 1   something failed; the message says what, where and what to do
    ├── UsageError              exit 2   the command was called wrongly
    ├── ConfigError             exit 2   a file the user wrote is wrong: file, line, field, mend
    ├── AllSourcesFailed        exit 4   no source could be read
    ├── LockHeld                exit 5   another run is working in this home
    ├── Refused                 exit 6   the rules of the desk forbid it
    │   └── StaleDraft                   the draft changed since it was shown
    ├── StoreError              exit 1   the database can't be used
    └── NotFound                exit 2   no draft, article or source of that name

What a publisher does wrong is no error: it's a value (`model.Failure`), recorded against the source, and the run goes on.
Anything else that is raised is a bug and keeps its traceback.
"""

from __future__ import annotations


class DigestError(Exception):
    """Root of the tree: shown to the user as one line, never as a traceback."""

    exit_code = 1


class UsageError(DigestError):
    """The command was called wrongly."""

    exit_code = 2


class NotFound(UsageError):
    """Nothing in this home answers to that id."""


class ConfigError(DigestError):
    """A file the user wrote is wrong.

    `path`, `line` (1-based, 0 when unknown) and `field` locate it; `mend` says what would be right.
    """

    exit_code = 2

    def __init__(self, message: str, *, path: str = "", line: int = 0, field: str = "", mend: str = "") -> None:
        super().__init__(message)
        self.message, self.path, self.line, self.field, self.mend = message, path, line, field, mend

    def __str__(self) -> str:
        place = self.path + (f":{self.line}" if self.line else "")
        parts = [p for p in (place, self.field, self.message) if p]
        return ": ".join(parts) + (f" —— {self.mend}" if self.mend else "")

    def __reduce__(self) -> tuple[object, ...]:
        return _config_error, (self.message, self.path, self.line, self.field, self.mend)


def _config_error(message: str, path: str, line: int, field: str, mend: str) -> ConfigError:
    return ConfigError(message, path=path, line=line, field=field, mend=mend)


class StoreError(DigestError):
    """The database can't be used as it is."""


class AllSourcesFailed(DigestError):
    """No source could be read."""

    exit_code = 4


class LockHeld(DigestError):
    """Another run is working in this home."""

    exit_code = 5


class Refused(DigestError):
    """The rules of the desk forbid it (an export over a voided approval, an approval over a conflict)."""

    exit_code = 6


class StaleDraft(Refused):
    """The draft changed after it was shown; nothing was overwritten."""
