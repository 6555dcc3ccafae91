"""What leaves the house from the worklist's open rows: request files, drafts of mails, calendars, one person's list."""

from creditxl.outgoing.calendars import write_calendars
from creditxl.outgoing.files import Written
from creditxl.outgoing.forms import Forms
from creditxl.outgoing.lists import Choice, write_list
from creditxl.outgoing.mails import Addresses, write_mails
from creditxl.outgoing.requests import write_requests
from creditxl.outgoing.tasks import Done, counts_by_owner

__all__ = [
    "Addresses",
    "Choice",
    "Done",
    "Forms",
    "Written",
    "counts_by_owner",
    "write_calendars",
    "write_list",
    "write_mails",
    "write_requests",
]
