"""One archive of everything, and the way back.

The archive holds the database and the files. The installation's keys lie apart, in a file of their own that only the
passphrase opens: whoever finds an archive cannot sign or read with it. What was erased since the backup is erased
again after a restore.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError

from rrn.core.verdict import Refused
from rrn.privacy.actions import Kept, bring_back_erasures, erase_again
from rrn.privacy.queries import erasures
from rrn.privacy.stores import check_copy, copy_database, put_database_back, vendor

FORMAT = 1
SHORTEST_PASSPHRASE = 12


def folders() -> dict[str, Path]:
    return {"media": Path(settings.MEDIA_ROOT), "files": Path(settings.PRIVATE_FILES)}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def make_backup(*, to: Path, at: datetime) -> Path:
    """Write the archive. The database is copied first: a file is always written before the row that names it."""
    if to.exists():
        raise Refused(f"{to} is there already. Name a new file: a backup never overwrites another.")
    to.parent.mkdir(parents=True, exist_ok=True)
    half = to.with_name(f"{to.name}.half")
    with tempfile.TemporaryDirectory(dir=to.parent, prefix=".backup-") as work:
        database = Path(work) / "database"
        copy_database(database)
        manifest = {"format": FORMAT, "made_at": at.isoformat(), "database": vendor(), "sha256": _sha256(database)}
        (Path(work) / "manifest.json").write_text(json.dumps(manifest))
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=1) as archive:
                archive.add(Path(work) / "manifest.json", "manifest.json")
                archive.add(database, "database")
                for name, folder in folders().items():
                    if folder.exists():
                        archive.add(folder, name)
            file.flush()
            os.fsync(file.fileno())
    half.rename(to)
    return to


def restore_backup(*, source: Path, at: datetime, kept: list[Kept] | None = None) -> int:
    """Put an archive in place of what is here. Returns how many records had to be erased again.

    `kept` are erasures younger than the backup, from wherever they were kept; those of the database that is being
    replaced are added.
    """
    known = [*(kept or []), *erasures_here()]
    with tempfile.TemporaryDirectory(dir=source.parent, prefix=".restore-") as work:
        unpacked = _unpack(source, Path(work))
        put_database_back(unpacked / "database")
        for name, folder in folders().items():
            _put_folder_back(unpacked / name, folder)
    call_command("migrate", verbosity=0, interactive=False)
    bring_back_erasures(kept=known)
    return erase_again(at=at)


def erasures_here() -> list[Kept]:
    """Those of the database as it stands; none where there is no table yet."""
    try:
        return erasures()
    except DatabaseError:
        return []


def _unpack(source: Path, work: Path) -> Path:
    """Unpack beside the archive and believe nothing: not its paths, not its database, not its digest."""
    try:
        with tarfile.open(source) as archive:
            archive.extractall(work, filter="data")
        manifest = json.loads((work / "manifest.json").read_text())
    except (OSError, tarfile.TarError, ValueError, EOFError) as failure:
        raise Refused(f"{source} is not a backup of this network, or it is damaged ({type(failure).__name__}).") from None
    if manifest.get("format") != FORMAT:
        raise Refused("This backup was made by a newer version. Install that version first.")
    if manifest["database"] != vendor():
        raise Refused(f"This backup is of {manifest['database']}, and this installation runs on {vendor()}.")
    if _sha256(work / "database") != manifest["sha256"]:
        raise Refused("The database in this backup is damaged.")
    check_copy(work / "database")
    return work


def _put_folder_back(unpacked: Path, folder: Path) -> None:
    before = folder.with_name(f"{folder.name}.before-restore")
    shutil.rmtree(before, ignore_errors=True)
    if folder.exists():
        folder.rename(before)
    if unpacked.exists():
        shutil.copytree(unpacked, folder)
    shutil.rmtree(before, ignore_errors=True)


def _key_from(passphrase: str, salt: bytes) -> bytes:
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Refused(f"The passphrase needs at least {SHORTEST_PASSPHRASE} characters.")
    return Scrypt(salt=salt, length=32, n=2**16, r=8, p=1).derive(passphrase.encode())


def write_keys(*, to: Path, passphrase: str) -> Path:
    """The installation's keys, sealed under the passphrase, in a file of their own."""
    keys: dict[str, Any] = {"RRN_SECRET_KEY": settings.SECRET_KEY}
    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = AESGCM(_key_from(passphrase, salt)).encrypt(nonce, json.dumps(keys).encode(), b"rrn-keys-1")
    handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump({name: base64.b64encode(part).decode() for name, part in (("salt", salt), ("nonce", nonce), ("sealed", sealed))}, file)
    return to


def read_keys(*, source: Path, passphrase: str) -> dict[str, str]:
    parts = {name: base64.b64decode(part) for name, part in json.loads(source.read_text()).items()}
    try:
        opened = AESGCM(_key_from(passphrase, parts["salt"])).decrypt(parts["nonce"], parts["sealed"], b"rrn-keys-1")
    except InvalidTag:
        raise Refused("This passphrase does not open these keys.") from None
    keys: dict[str, str] = json.loads(opened)
    return keys
