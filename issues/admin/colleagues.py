"""Who a draft can be handed to: people of the desk who may work on it."""

from django.contrib.auth.models import AbstractUser, User

MOST = 100
"""A longer list nobody looks through; such a desk takes over instead."""
BACKEND = "django.contrib.auth.backends.ModelBackend"


def list_colleagues(person: AbstractUser) -> list[User]:
    """Everybody but `person` who signs in here and may change issues, by name."""
    may = User.objects.with_perm("issues.change_issue", backend=BACKEND).filter(is_staff=True)
    return list(may.exclude(pk=person.pk).order_by("username")[:MOST])


def find_colleague(person: AbstractUser, key: str) -> User | None:
    """The one with this key as a form sends it, else None."""
    return next((other for other in list_colleagues(person) if str(other.pk) == key), None)
