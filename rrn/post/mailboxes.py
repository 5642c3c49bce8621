"""The mailbox to which returned mails come: a maildir, or one that is asked by IMAP."""

from __future__ import annotations

import imaplib
import mailbox
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from rrn.core.verdict import Refused
from rrn.post.holding import Said, note_bounce
from rrn.post.returns import MOST_BYTES, read_return
from rrn.post.rules import basic_code, exact_code, is_hard

MOST = 500  # mails in one run: a storm is read in turns
TIMEOUT = 5  # seconds, of each question to the mailbox
Take = Callable[[bytes], None]


def read_returns(*, place: str, at: datetime, most: int = MOST) -> tuple[int, int]:
    """Read what has come; how many mails there were, and how many told us something. Each is read once."""
    told = 0

    def take(raw: bytes) -> None:
        nonlocal told
        told += note_return(raw=raw, at=at)

    where = urlsplit(place)
    if where.scheme == "maildir":
        return _read_maildir(Path(unquote(where.path)), take, most), told
    if where.scheme in ("imaps", "imap"):
        return _read_imap(where, take, most), told
    raise Refused("RRN_MAIL_RETURNS must begin with maildir:// or imaps://.")


def note_return(*, raw: bytes, at: datetime) -> int:
    """Note what one mail says came back; how many of its claims were true and new."""
    told = 0
    for claim in read_return(raw):
        words = f"{claim.status} {claim.diagnosis}".strip()
        hard = is_hard(code=basic_code(claim.diagnosis), exact=exact_code(claim.status) or exact_code(claim.diagnosis))
        for address in claim.addresses:
            if note_bounce(number=claim.number, address=address, hard=hard, said_by=Said.RETURN, evidence=words or "failed", at=at):
                told += 1
                break
    return told


def _read_maildir(path: Path, take: Take, most: int) -> int:
    """Unread mails; each is marked as read only after it was taken, so that a run that was cut off goes on."""
    if not path.is_dir():
        raise Refused(f"There is no mailbox at {path}.")
    box, read = mailbox.Maildir(path, create=False), 0
    for key in sorted(box.iterkeys()):
        if read >= most:
            break
        place = Path(box._lookup(key))  # type: ignore[attr-defined]  # its flags stand in its name
        if "S" in place.name.partition(":2,")[2]:
            continue
        with box.get_file(key) as file:
            take(file.read(MOST_BYTES))
        read += 1
        _mark_as_read(path, place)
    return read


def _mark_as_read(root: Path, place: Path) -> None:
    """By its name alone, as the format has it: the file itself is never written again, however large it is."""
    (root / "cur").mkdir(exist_ok=True)
    (root / place).rename(root / "cur" / f"{place.name.partition(':')[0]}:2,S")


@contextmanager
def _line(where: SplitResult) -> Iterator[imaplib.IMAP4]:
    if where.scheme == "imap" and where.hostname not in ("localhost", "127.0.0.1"):
        raise Refused("A mailbox elsewhere is asked by imaps:// only.")
    kind = imaplib.IMAP4_SSL if where.scheme == "imaps" else imaplib.IMAP4
    line = kind(where.hostname or "", where.port or (993 if where.scheme == "imaps" else 143), timeout=TIMEOUT)
    try:
        line.login(unquote(where.username or ""), unquote(where.password or ""))
        line.select(unquote(where.path.strip("/")) or "INBOX")
        yield line
    except imaplib.IMAP4.error as error:
        raise Refused(f"The mailbox does not let us read: {error}") from None
    finally:
        line.shutdown()


def _read_imap(where: SplitResult, take: Take, most: int) -> int:
    read = 0
    with _line(where) as line:
        _, found = line.search(None, "UNSEEN")
        for number in (found[0] or b"").split()[:most]:
            _, parts = line.fetch(number.decode(), f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
            for part in parts:
                if isinstance(part, tuple):
                    take(part[1])
            line.store(number.decode(), "+FLAGS", r"(\Seen)")
            read += 1
    return read
