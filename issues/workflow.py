"""Which status may follow which, and what the move needs. A table; the moving is in actions/."""

from .choices import ProposalKind, Role, Status

HIDDEN = frozenset({Status.DRAFT, Status.WITHDRAWN})
OPEN = frozenset({Status.REPORTED, Status.ACCEPTED, Status.IN_PROGRESS, Status.STALLED, Status.REOPENED})
SET_ASIDE = frozenset({Status.WITHDRAWN, Status.DUPLICATE})
CLOSED = frozenset({Status.RESOLVED, Status.VERIFIED, Status.UNFOUNDED, Status.DUPLICATE})

ACTING = frozenset({Role.RESPONSIBLE, Role.ASSISTING, Role.OPERATOR})
"""Roles in which an agency does something about an issue: its own people see it."""

MAY_PROPOSE: dict[str, frozenset[str]] = {
    ProposalKind.ACCEPT: frozenset({Role.RESPONSIBLE}),
    ProposalKind.REPLY: ACTING,
    ProposalKind.EXTEND: frozenset({Role.RESPONSIBLE, Role.OPERATOR}),
    ProposalKind.RETURN: frozenset({Role.RESPONSIBLE}),
}
"""What an agency may propose in which role: who only assists neither accepts nor hands back for others."""

_FORWARD = {
    Status.REPORTED: {Status.ACCEPTED, Status.IN_PROGRESS},
    Status.ACCEPTED: {Status.IN_PROGRESS},
    Status.IN_PROGRESS: {Status.ACCEPTED},  # handed back for another body to take
    Status.STALLED: {Status.ACCEPTED, Status.IN_PROGRESS},
    Status.REOPENED: {Status.ACCEPTED, Status.IN_PROGRESS},
}
_CLOSING = {Status.RESOLVED, Status.UNFOUNDED, Status.DUPLICATE}

MOVES: dict[str, frozenset[str]] = {
    Status.DRAFT: OPEN | CLOSED | {Status.WITHDRAWN},
    Status.WITHDRAWN: frozenset({Status.DRAFT}),
    **{
        status: frozenset(_FORWARD[status] | _CLOSING | {Status.STALLED, Status.WITHDRAWN}) - {status}
        for status in OPEN
    },
    Status.RESOLVED: frozenset({Status.VERIFIED, Status.REOPENED, Status.WITHDRAWN}),
    Status.VERIFIED: frozenset({Status.REOPENED, Status.WITHDRAWN}),
    Status.UNFOUNDED: frozenset({Status.REOPENED, Status.WITHDRAWN}),
    Status.DUPLICATE: frozenset({Status.REOPENED, Status.WITHDRAWN, Status.DRAFT}),
}

NEEDS_REASON = frozenset(_CLOSING | {Status.REOPENED, Status.WITHDRAWN, Status.VERIFIED})


def may_move(current: str, to: str) -> bool:
    """Whether the table allows `to` after `current`."""
    return to in MOVES[current]


def needs_reason(current: str, to: str) -> bool:
    """Whether the move must say why. A draft that is published rests on its evidence instead."""
    if current == Status.DRAFT:
        return to in {Status.WITHDRAWN, Status.DUPLICATE}
    return to in NEEDS_REASON or to == Status.ACCEPTED and current == Status.IN_PROGRESS


def may_undo(before: str, after: str) -> bool:
    """Whether the move can simply be taken back: one of the table, and no joining, which moves lines as well."""
    return may_move(before, after) and Status.DUPLICATE not in {before, after}
