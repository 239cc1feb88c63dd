"""manage.py start: a whole installation on one machine: tables, seeds, sample pages, worker and web server."""

import os
import secrets
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager, suppress

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from issues.importing.samples import publish_reviewed
from issues.models import Issue, Page

STAFF = "desk"
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE = 20
"""Seconds that a child process gets to finish what it does before it is ended."""


class Command(BaseCommand):
    """What `make run` calls. Everything in it repeats safely."""

    help = "Migrate, load seeds, import the sample pages, start worker and web server."

    def add_arguments(self, parser):
        parser.add_argument("--address", default="127.0.0.1:8000")
        parser.add_argument("--no-samples", action="store_true", help="do not import the sample pages")

    def handle(self, *, address, no_samples, **options):
        # Like Ctrl+C, at any moment from here on: no child may outlive this process, or a closed terminal.
        for stop in STOPS:
            signal.signal(stop, signal.default_int_handler)
        with suppress(KeyboardInterrupt), ExitStack() as children:
            call_command("migrate", verbosity=0)
            call_command("load_seeds")
            with stops_held_back():
                worker = children.enter_context(run_beside(worker_command()))
                web = children.enter_context(run_beside(web_command(address)))
            if not no_samples and not Page.objects.exists():
                self._import_samples()
            self._greet(address)
            wait_for_any([worker, web])

    def _import_samples(self):
        samples = settings.ROOT / "seeds" / "pages"
        try:
            call_command("import_pages", manifest=samples / "manifest.csv", wait=True, timeout=90)
        except CommandError as error:
            self.stderr.write(str(error))
        published = publish_reviewed(samples / "reviewed.csv")
        waiting = Issue.objects.drafts().count()
        self.stdout.write(
            _("Sample issues: %(published)s published, %(waiting)s wait for your review.")
            % {"published": published, "waiting": waiting}
        )

    def _greet(self, address):
        self.stdout.write(_("\nCitizens:  http://%s/") % address)
        self.stdout.write(_("Staff:     http://%s/admin/") % address)
        password = make_staff_password()
        if password:
            self.stdout.write(
                _("Sign in as %(user)s with the one-time password %(password)s; then set your own.")
                % {"user": STAFF, "password": password}
            )
        else:
            self.stdout.write(_("Sign in as %s with the password that you have set.") % STAFF)
        self.stdout.write(_("Stop with Ctrl+C.\n"))
        self.stdout.flush()


def make_staff_password() -> str:
    """A fresh password for the first staff user, until that user has signed in once; then an empty string."""
    user, _created = get_user_model().objects.get_or_create(
        username=STAFF, defaults={"is_staff": True, "is_superuser": True}
    )
    if user.last_login:
        return ""
    password = secrets.token_urlsafe(9)
    user.set_password(password)
    user.save(update_fields=["password"])
    return password


def worker_command() -> list[str]:
    """Two processes that read pages, and the clock that sweeps."""
    return [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "civictrack",
        "worker",
        "-B",
        "-Q",
        "celery,ocr",
        "-c",
        "2",
        "-l",
        "warning",
        "--without-gossip",
    ]


def web_command(address: str) -> list[str]:
    """Gunicorn with threads: uploads and slow phones do not block one another.

    With the longest addresses that it takes: a list with many filters is over its usual 4,094 characters.
    """
    return [
        *(sys.executable, "-m", "gunicorn", "civictrack.wsgi", "--bind", address),
        *("--workers", "2", "--threads", "4", "--log-level", "warning", "--limit-request-line", "8190"),
    ]


@contextmanager
def stops_held_back():
    """A signal to stop that arrives in the block is obeyed at its end: it would lose a child that is half started."""
    arrived = []
    before = {stop: signal.signal(stop, lambda number, _frame: arrived.append(number)) for stop in STOPS}
    try:
        yield
    finally:
        for stop, handler in before.items():
            signal.signal(stop, handler)
        if arrived:
            signal.raise_signal(arrived[0])


@contextmanager
def run_beside(command: list[str]):
    """A child process that is asked to stop, then made to with all that it started, when the block ends."""
    # What they have to say comes on standard error; the banners on standard output would bury the address.
    child = subprocess.Popen(command, cwd=settings.ROOT, start_new_session=True, stdout=subprocess.DEVNULL)
    try:
        yield child
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(GRACE)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def wait_for_any(children: list[subprocess.Popen]) -> None:
    """Until one child ends: a site without its worker must not look alive."""
    while all(child.poll() is None for child in children):
        time.sleep(0.5)
    raise CommandError(_("The web server or the worker has stopped; see its message above."))
