"""What this room refuses, and why."""

from __future__ import annotations

from guanxi.errors import BadInput, Conflict, NotFound


class NoMail(Conflict):
    """Nothing can be sent: no mail server is set up."""

    code = "asking.no_mail"


class NobodyToAsk(BadInput):
    code = "asking.nobody_to_ask"


class NotOpen(Conflict):
    """The survey is not open, so nobody can be asked."""

    code = "asking.not_open"


class NoName(BadInput):
    code = "asking.no_name"


class BadNumber(BadInput):
    code = "asking.bad_number"


class TooLong(BadInput):
    code = "asking.too_long_file"


class NoAddresses(BadInput):
    """A list of bounces without one address in it."""

    code = "asking.no_addresses"


class NoSuchInvitation(NotFound):
    code = "asking.no_such_invitation"


class NotFit(BadInput):
    """A survey that cannot be asked as it stands."""

    code = "asking.not_fit"


class UnknownEvent(BadInput):
    code = "asking.unknown_event"
