"""`Bucket`: the objects in one folder: found, put, removed, each whole at every moment."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace as altered
from threading import RLock

from ._drafts import Draft, moments
from ._errors import StoreError
from ._files import Disk, is_folder, open_file, read_whole, remove, status
from ._layout import Layout
from ._names import LONGEST_KEY, Names
from ._records import Record, foreign, identity, kept, record_name

Check = Callable[[Record | None], None]

_TRIES = 20  # of a reader, while the object is replaced again and again


class Bucket:
    """One folder and its objects.

    Whatever changes an object does the slow part first, and the rest, a rename, under `lock`.

    Args:
        path: of the folder.
        names: what its file system keeps apart.
        disk: how sure it must be of what is written.

    Attributes:
        name: the bucket's.
        layout: where its files are.
        lock: held by whoever changes what is there.
    """

    def __init__(self, path: str, names: Names, disk: Disk) -> None:
        self.name = os.path.basename(path)
        self.layout = Layout(path, names, disk)
        self.lock = RLock()
        self.disk = disk

    def prepare(self) -> None:
        """Make the folders that writing needs.

        Raises:
            StoreError: there is no such bucket any more.
        """
        if not is_folder(self.layout.unfinished):
            with self.lock:
                self.check_exists()
                self.layout.make()

    def check_exists(self) -> None:
        """Refuse a request to a bucket that is not there.

        Raises:
            StoreError: that.
        """
        if not is_folder(self.layout.path):
            raise StoreError("NoSuchBucket", details=(("BucketName", self.name),))

    def draft(self) -> Draft:
        """Return a new file for content that is to become an object."""
        self.prepare()
        return Draft(self.layout.unfinished, self.disk)

    def open(self, key: str) -> tuple[int, Record]:
        """Return a descriptor of the content of *key*, and its record.

        Raises:
            StoreError: there is no such object.
        """
        for _ in range(_TRIES):
            path = self.layout.place(key)
            opened = None if path is None else open_file(path)
            if path is None or opened is None:
                raise no_such_key(key)
            descriptor, found = opened
            record = self._record(key, path, found)
            if record is not None:
                return descriptor, record
            os.close(descriptor)
        raise StoreError("SlowDown")

    def find(self, key: str) -> Record | None:
        """Return the record of *key*, or None if there is no such object."""
        for _ in range(_TRIES):
            path = self.layout.place(key)
            found = None if path is None else status(path)
            if path is None or found is None:
                return None
            record = self._record(key, path, found)
            if record is not None:
                return record
        raise StoreError("SlowDown")

    def put(self, draft: Draft, record: Record, check: Check | None = None) -> Record:
        """Make *draft* the content of an object, and return its record.

        Args:
            draft: is sealed.
            record: what is known of the object; its size and date are set here.
            check: called with the record that is there, or None; may raise, to leave all as it is.

        Raises:
            StoreError: the key is too long, or the bucket is gone.
        """
        key = record.key
        check_key(key)
        record, beside = self._recorded(draft, record)
        draft.close()
        try:
            self.disk.sync_folder(self.layout.records)
            with self.lock:
                self.check_exists()
                if check is not None:
                    check(self.find(key))
                target = self._exchange(draft.path, key)
        except BaseException:
            remove(beside)
            raise
        self.disk.sync_folder(os.path.dirname(target))
        return record

    def _recorded(self, draft: Draft, record: Record) -> tuple[Record, str]:
        """Return *record* of the sealed *draft*, and the path of a new file that has it."""
        try:
            for moment in moments():
                found = draft.seal(moment)
                record = altered(record, size=found.st_size, modified=found.st_mtime_ns)
                beside = self._beside(record.key, found)
                # Others of the same size and date may be there: the clock may stand, or go back.
                with suppress(FileExistsError):
                    self.disk.write(beside, record.to_bytes())
                    return record, beside
        except FileNotFoundError:
            self.check_exists()
            raise
        raise StoreError("SlowDown")

    def _exchange(self, draft: str, key: str) -> str:
        place = self.layout.place(key)
        before = None if place is None else status(place)
        target = self.layout.move(draft, key)
        if place is not None and before is not None:
            remove(self._beside(key, before))
            if place != target:
                remove(place)
        return target

    def update(self, key: str, change: Callable[[Record], Record]) -> Record:
        """Replace the record of *key* by what *change* makes of it, and return that.

        Raises:
            StoreError: there is no such object.
        """
        self.prepare()
        with self.lock:
            place = self.layout.place(key)
            found = None if place is None else status(place)
            if place is None or found is None:
                raise no_such_key(key)
            record = change(self._record(key, place, found) or foreign(key, found))
            beside = self._beside(key, found)
            self.disk.rewrite(beside, record.to_bytes(), self.layout.unfinished)
        return record

    def delete(self, key: str, check: Check | None = None) -> None:
        """Remove the object of *key*, if there is one.

        Args:
            key: decoded.
            check: as for `put`.
        """
        changed: set[str] = set()
        with self.lock:
            if check is not None:
                check(self.find(key))
            # More than once if a file lies under the key that somebody put there by hand.
            while (place := self.layout.place(key)) is not None:
                found = os.lstat(place)
                os.unlink(place)
                remove(self._beside(key, found))
                changed.add(os.path.dirname(place))
                self.layout.prune(os.path.dirname(place))
        for folder in changed:
            self.disk.sync_folder(folder)

    def clean(self) -> None:
        """Remove what a server that was killed left unfinished."""
        unfinished, records = self.layout.unfinished, self.layout.records
        with suppress(FileNotFoundError):
            ends: list[str] = []
            for entry in list(os.scandir(unfinished)):
                ends.append(f".{identity(entry.stat())}")
                if entry.is_dir():
                    shutil.rmtree(entry.path)
                else:
                    remove(entry.path)
            for name in os.listdir(records) if ends else ():
                if name.endswith(tuple(ends)):
                    remove(os.path.join(records, name))

    def _beside(self, key: str, found: os.stat_result) -> str:
        return os.path.join(self.layout.records, record_name(key, found))

    def _record(self, key: str, path: str, found: os.stat_result) -> Record | None:
        """Return the record of the content *found* at *path*, or None if it is there no more."""
        text = read_whole(self._beside(key, found))
        if text is not None:
            record = kept(text, found)
            if record is not None:
                return record
        now = status(path)
        if now is None or (now.st_ino, identity(now)) != (found.st_ino, identity(found)):
            return None
        return foreign(key, found)


def check_key(key: str) -> None:
    """Refuse a key that S3 does not take.

    Raises:
        StoreError: it is too long.
    """
    size = len(key.encode())
    if size > LONGEST_KEY:
        details = (("Size", str(size)), ("MaxSizeAllowed", str(LONGEST_KEY)))
        raise StoreError("KeyTooLongError", details=details)


def no_such_key(key: str) -> StoreError:
    """Return the error for a *key* that has no object."""
    return StoreError("NoSuchKey", details=(("Key", key),))
