"""Tracking codes: sixteen signs that nobody can guess, of which only the hash is kept."""

import hashlib
import secrets

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0 and O, 1, I and L: people copy the code from a screen by hand."""
LENGTH = 16
"""31 ** 16 is 79 bits: at sixty guesses a minute no code is found before the sun has gone out."""


def make_code() -> str:
    """A new code as people read it: four groups of four."""
    signs = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))
    return "-".join(signs[at : at + 4] for at in range(0, LENGTH, 4))


def read_code(text: str) -> str:
    """The code as make_code wrote it, from however somebody typed it; empty where it cannot be one."""
    signs = "".join(sign for sign in text.upper() if sign not in " -–—\u3000")
    if len(signs) != LENGTH or set(signs) - set(SIGNS):
        return ""
    return "-".join(signs[at : at + 4] for at in range(0, LENGTH, 4))


def hash_code(code: str) -> str:
    """What is kept of a code: it has too many possible values to be guessed from its hash."""
    return hashlib.sha256(code.encode()).hexdigest()
