"""The error tree: exit codes, one line each, and safe to send between processes."""

from __future__ import annotations

import pickle

import pytest

from digest import errors


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.UsageError("x"), 2),
        (errors.NotFound("x"), 2),
        (errors.ConfigError("没有这个字段", path="sources.yaml", line=3, field="sources[0].ulr", mend="是不是 url?"), 2),
        (errors.AllSourcesFailed("x"), 4),
        (errors.LockHeld("x"), 5),
        (errors.Refused("x"), 6),
        (errors.StaleDraft("x"), 6),
        (errors.StoreError("x"), 1),
    ],
)
def test_each_error_has_its_exit_code_and_survives_pickling(error: errors.DigestError, code: int) -> None:
    assert error.exit_code == code
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (type(error), str(error))
    assert "\n" not in str(error)


def test_every_error_of_the_module_stands_in_its_drawing() -> None:
    drawn = errors.__doc__ or ""
    defined = [
        name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, errors.DigestError)
    ]
    assert [name for name in defined if name not in drawn] == []
