"""The fixed word lists of the domain: slugs in the database, names for people. No rules about them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(TextChoices):
    """Where an issue stands. The about page says what each means; which may follow which is in workflow.py."""

    DRAFT = "draft", _("awaiting review")
    REPORTED = "reported", _("reported")
    ACCEPTED = "accepted", _("accepted")
    IN_PROGRESS = "in_progress", _("in progress")
    STALLED = "stalled", _("stalled")
    RESOLVED = "resolved", _("resolved")
    VERIFIED = "verified", _("verified")
    REOPENED = "reopened", _("come back")
    UNFOUNDED = "unfounded", _("unfounded")
    DUPLICATE = "duplicate", _("joined to another")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Role(TextChoices):
    """An agency's part in an issue."""

    RESPONSIBLE = "responsible", _("responsible")
    ASSISTING = "assisting", _("assisting")
    OPERATOR = "operator", _("operator")
    SUPERVISING = "supervising", _("supervising")


class EventKind(TextChoices):
    """What a line of the timeline tells: the first five are printed on a page, the others happen at the desk."""

    FINDING = "finding", _("finding")
    ACTION = "action", _("action")
    PROMISE = "promise", _("promise")
    RESULT = "result", _("result")
    VISIT = "visit", _("return visit")
    OPENED = "opened", _("read from a page")
    MOVED = "moved", _("status changed")
    EDITED = "edited", _("edited")
    JOINED = "joined", _("follow-up joined")
    SPLIT = "split", _("split off again")
    COMMENT = "comment", pgettext_lazy("timeline", "comment")
    CLAIMED = "claimed", _("changed hands")
    ASSIGNED = "assigned", _("assigned")
    HANDED_ON = "handed", _("handed on")
    RETURNED = "returned", _("handed back")
    EXTENDED = "extended", _("promise extended")
    UNDONE = "undone", _("move taken back")
    MARKED = "marked", _("words marked")
    READER = "reader", _("told by a reader")
    PROPOSED = "proposed", _("sent in by the agency")
    DECLINED = "declined", _("not taken over")
    REPLIED = "replied", _("reply of the agency")


class ProposalKind(TextChoices):
    """What an agency's people can ask of the desk."""

    ACCEPT = "accept", pgettext_lazy("proposal", "accept")
    REPLY = "reply", pgettext_lazy("proposal", "reply")
    EXTEND = "extend", pgettext_lazy("proposal", "ask for an extension")
    RETURN = "return", pgettext_lazy("proposal", "hand back")


class ProposalState(TextChoices):
    """What became of it."""

    WAITING = "waiting", pgettext_lazy("proposal", "waits for the desk")
    APPROVED = "approved", pgettext_lazy("proposal", "taken over")
    CHANGED = "changed", pgettext_lazy("proposal", "taken over with changes")
    REFUSED = "refused", pgettext_lazy("proposal", "not taken over")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "taken back by the agency")


class RejectReason(TextChoices):
    """Why a draft is no issue, for one key: what most rejections say."""

    NO_PROBLEM = "no_problem", _("tells of no problem")
    ADVERT = "advert", _("an advertisement")
    REPEAT = "repeat", _("told already on this page")
    ELSEWHERE = "elsewhere", _("not in our area")
    UNREADABLE = "unreadable", _("too damaged to be understood")


class ReplyUse(TextChoices):
    """Where the desk puts a reply template."""

    COMMENT = "comment", pgettext_lazy("timeline", "comment")
    REASON = "reason", _("reason")


class StoryKind(TextChoices):
    """What a story is."""

    PROBLEM = "problem", _("problem story")
    BATCH = "batch", _("batch of complaints")
    FIGURES = "figures", _("platform figures")
    OTHER = "other", pgettext_lazy("story", "other")


class ImportState(TextChoices):
    """Where one file of an import stands. `opened`: its texts are files of their own behind it."""

    QUEUED = "queued", _("queued")
    ASKS = "asks", _("waits for its columns")
    OPENED = "opened", _("opened")
    DONE = "done", _("done")
    SKIPPED = "skipped", _("already known")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class DifferenceState(TextChoices):
    """What a person has decided about what a new reading says otherwise."""

    OPEN = "open", pgettext_lazy("difference", "open")
    ACCEPTED = "accepted", pgettext_lazy("difference", "accepted")
    REFUSED = "refused", pgettext_lazy("difference", "refused")


class DivisionLevel(TextChoices):
    """Administrative levels of China (GB/T 2260), zones at the level of the body that runs them."""

    PROVINCE = "province", _("province")
    PREFECTURE = "prefecture", _("prefecture")
    COUNTY = "county", _("county or district")
    TOWN = "town", _("street or town")


class AgencyKind(TextChoices):
    """What sort of body an agency is."""

    BUREAU = "bureau", _("bureau")
    GOVERNMENT = "government", _("people's government")
    STREET = "street", _("street office")
    TOWN = "town", _("town government")
    POLICE = "police", _("police")
    ENFORCEMENT = "enforcement", _("urban management")
    UTILITY = "utility", _("utility")
    COMPANY = "company", _("company")
    PLATFORM = "platform", _("complaint platform")
    OTHER = "other", pgettext_lazy("agency", "other")


class SaidBy(TextChoices):
    """Who said which paper printed a page and when."""

    GIVEN = "given", _("given with the file")
    PAGE = "page", _("read on the page")
    FILE_NAME = "file name", _("read in the file's name")
    EDITOR = "editor", _("corrected by an editor")


class LetterKind(TextChoices):
    """What a reader writes for: a new problem, or a word about an issue."""

    PROBLEM = "problem", pgettext_lazy("letter", "a new problem")
    SOLVED = "solved", pgettext_lazy("letter", "this is solved")
    UNSOLVED = "unsolved", pgettext_lazy("letter", "this is not solved")
    WRONG = "wrong", pgettext_lazy("letter", "something here is wrong")


class LetterState(TextChoices):
    """What the desk has made of a reader's letter."""

    WAITING = "waiting", pgettext_lazy("letter", "waiting")
    OPENED = "opened", pgettext_lazy("letter", "opened as an issue")
    ATTACHED = "attached", pgettext_lazy("letter", "added to an issue")
    SET_ASIDE = "aside", pgettext_lazy("letter", "set aside")


class Rhythm(TextChoices):
    """How often somebody wants to hear of changes."""

    NOW = "now", _("soon after each change")
    DAILY = "daily", _("once a day, in the morning")


class MailState(TextChoices):
    """Where a mail stands. `lost`: whether it went out is not known, and it is not sent again."""

    QUEUED = "queued", pgettext_lazy("mail", "waiting")
    SENDING = "sending", pgettext_lazy("mail", "being sent")
    SENT = "sent", pgettext_lazy("mail", "sent")
    FAILED = "failed", pgettext_lazy("mail", "refused")
    LOST = "lost", pgettext_lazy("mail", "not known")
