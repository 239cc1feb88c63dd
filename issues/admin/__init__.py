"""The desk: Django admin for editors and officials. Asks querysets, calls actions; sets no field itself."""

from . import (
    boards,
    differences,
    directory,
    imports,
    issue,
    letters,
    members,
    people,
    proposals,
    source,
    templates,
)

__all__ = [
    "boards",
    "differences",
    "directory",
    "imports",
    "issue",
    "letters",
    "members",
    "people",
    "proposals",
    "source",
    "templates",
]
