"""The only code that changes an issue. Each action is one transaction: lock, check, row, history, timeline."""

from .assign_agency import assign_agency, check_assign
from .checks import check_open
from .claim_issue import claim_issue, find_holder, hand_over, release_issue
from .decide_proposal import approve_proposal, refuse_proposal
from .differences import accept_differences, refuse_differences
from .edit_issue import edit_issue
from .errors import ActionRefused, StaleIssue
from .extend_promise import check_extend, extend_promise
from .forget_letters import LETTERS_KEPT, forget_letters
from .hand_on import hand_on
from .join_group import decline_group, join_group
from .join_issue import (
    FollowUp,
    decline_join,
    join_issue,
    propose_follow_up,
    propose_follow_ups,
    split_issue,
)
from .letters import (
    AlreadyReceived,
    NewLetter,
    attach_letter,
    hide_photo,
    open_letter,
    receive_letter,
    set_aside_letter,
    show_photo,
    take_back_letter,
    write_story,
)
from .mark_words import MARKABLE, mark_words
from .move_issue import move_issue
from .open_by_hand import open_by_hand
from .open_issue import (
    IssueRows,
    NewEvent,
    NewEvidence,
    NewIssue,
    NewParty,
    open_issue,
    open_issues,
    prepare_issues,
    store_issues,
)
from .propose import NewAttachment, check_proposal, propose, withdraw_proposal
from .publish_issue import imagine_published, publish_issue, reject_issue
from .purge_words import check_purge, purge_words
from .restore_issue import find_restorable, restore_issue
from .return_issue import check_return, return_issue
from .stored_words import show_found
from .timeline import add_event
from .undo_move import find_undoable, undo_move

__all__ = [
    "LETTERS_KEPT",
    "MARKABLE",
    "ActionRefused",
    "AlreadyReceived",
    "FollowUp",
    "IssueRows",
    "NewAttachment",
    "NewEvent",
    "NewEvidence",
    "NewIssue",
    "NewLetter",
    "NewParty",
    "StaleIssue",
    "accept_differences",
    "add_event",
    "approve_proposal",
    "assign_agency",
    "attach_letter",
    "check_assign",
    "check_extend",
    "check_open",
    "check_proposal",
    "check_purge",
    "check_return",
    "claim_issue",
    "decline_group",
    "decline_join",
    "edit_issue",
    "extend_promise",
    "find_holder",
    "find_restorable",
    "find_undoable",
    "forget_letters",
    "hand_on",
    "hand_over",
    "hide_photo",
    "imagine_published",
    "join_group",
    "join_issue",
    "mark_words",
    "move_issue",
    "open_by_hand",
    "open_issue",
    "open_issues",
    "open_letter",
    "prepare_issues",
    "propose_follow_up",
    "propose_follow_ups",
    "propose",
    "publish_issue",
    "purge_words",
    "receive_letter",
    "refuse_differences",
    "refuse_proposal",
    "reject_issue",
    "release_issue",
    "restore_issue",
    "return_issue",
    "set_aside_letter",
    "show_found",
    "show_photo",
    "split_issue",
    "store_issues",
    "take_back_letter",
    "undo_move",
    "withdraw_proposal",
    "write_story",
]
