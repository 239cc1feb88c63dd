"""The tables, by noun. Rules about writing them are in actions/."""

from .desk import ReplyTemplate, SavedFilter
from .difference import Difference
from .directory import Agency, Category, Division
from .following import Mail, Subscription
from .issue import Evidence, Issue, Party
from .joining import IssueTerm, Joining
from .office import Attachment, Membership, Proposal
from .oversight import Batch
from .source import BoardProfile, ImportFile, ImportRun, Page, Story
from .timeline import Event
from .voice import Letter, Photo

__all__ = [
    "Agency",
    "Attachment",
    "Batch",
    "BoardProfile",
    "Category",
    "Difference",
    "Division",
    "Event",
    "Evidence",
    "ImportFile",
    "ImportRun",
    "Issue",
    "IssueTerm",
    "Joining",
    "Letter",
    "Mail",
    "Membership",
    "Page",
    "Party",
    "Photo",
    "Proposal",
    "ReplyTemplate",
    "SavedFilter",
    "Story",
    "Subscription",
]
