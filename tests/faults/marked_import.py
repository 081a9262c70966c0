"""`import_sheet` in a process of its own that says where it is, so that it can be killed there.

    python -m tests.faults.marked_import whole|pieces FILE USERNAME

"whole" is the command as it stands. "pieces" is the negative control: the same work without its transaction.
"""

import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import django

PHASES = ("read", "check", "recheck", "apply", "commit")
END = "end"
PIECE = 250  # rows


def mark(phase: str) -> None:
    """Tell the watcher that the phase begins."""
    print(phase, flush=True)  # noqa: T201


def marked(check: Callable[..., Any], apply: Callable[..., Any]) -> dict[str, Callable[..., Any]]:
    """The two steps of a kind of sheet, each announced."""
    phases = iter(("check", "recheck"))

    def announced_check(*arguments: Any, **known: Any) -> Any:
        mark(next(phases))
        return check(*arguments, **known)

    def announced_apply(*arguments: Any, **known: Any) -> Any:
        mark("apply")
        done = apply(*arguments, **known)
        mark("commit")
        return done

    return {"check": announced_check, "apply": announced_apply}


def in_pieces(apply: Callable[..., Any]) -> Callable[..., None]:
    """Write some rows, commit, write some more."""

    def piecemeal(rows: Sequence[Any], **known: Any) -> None:
        for start in range(0, len(rows), PIECE):
            apply(rows[start : start + PIECE], **known)

    return piecemeal


def main(way: str, file: str, username: str) -> None:
    """Run the command with its phases announced on standard output."""
    django.setup()
    from django.core.management import call_command

    from portal.imports import actions
    from portal.imports.catalogue import KINDS

    kind = KINDS["observations"]
    apply = kind.apply
    if way == "pieces":
        apply = in_pieces(apply)
        actions.transaction = SimpleNamespace(atomic=nullcontext)
    KINDS["observations"] = replace(kind, **marked(kind.check, apply))
    mark("read")
    call_command("import_sheet", "observations", file, person=username, stdout=sys.stderr)
    mark(END)


if __name__ == "__main__":
    main(*sys.argv[1:])
