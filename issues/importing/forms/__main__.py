"""`python -m issues.importing.forms`: the child process for everything but images. Its work is child.py."""

from .child import answer

answer()
