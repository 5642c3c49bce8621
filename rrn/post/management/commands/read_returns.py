from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from rrn.core.time import now
from rrn.core.verdict import Refused
from rrn.post.mailboxes import MOST, read_returns


class Command(BaseCommand):
    help = "Read the mailbox of returned mails (RRN_MAIL_RETURNS) and put addresses on hold that cannot be reached."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="place", default=settings.MAIL_RETURNS, help="maildir:///path or imaps://name:password@host/INBOX")
        parser.add_argument("--most", type=int, default=MOST, help="How many mails at most.")

    def handle(self, *args: Any, place: str, most: int, **options: Any) -> None:
        if not place:
            raise CommandError("Set RRN_MAIL_RETURNS: where returned mails lie.")
        try:
            read, told = read_returns(place=place, at=now(), most=most)
        except (Refused, OSError) as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{read} mails read, {told} of ours came back.")
