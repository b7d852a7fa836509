"""The keys of a bucket in S3's order, that of their bytes in UTF-8, a page at a time."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import merge

from ._buckets import Bucket
from ._files import is_folder, read_whole, status
from ._layout import Layout
from ._names import LONGEST_KEY, OWN, odd_key
from ._records import Record, identity, kept


@dataclass
class Page:
    """What one answer lists.

    Attributes:
        records: of the objects.
        prefixes: what stands for all keys that begin so.
        last: the key or prefix that the next page goes on after.
        truncated: whether there is a next page.
    """

    records: list[Record] = field(default_factory=list[Record])
    prefixes: list[str] = field(default_factory=list[str])
    last: str = ""
    truncated: bool = False


def page(bucket: Bucket, prefix: str, delimiter: str, after: str, limit: int) -> Page:
    """Return the objects of *bucket* whose keys begin with *prefix*.

    Args:
        bucket: where to look.
        prefix: decoded.
        delimiter: keys that are alike up to it, after *prefix*, are told as one; empty for none.
        after: a key or a prefix; it and all before it are left out.
        limit: how many to tell at most.
    """
    found = Page()
    if limit == 0:
        return found
    walk = Walk(bucket.layout, prefix, after)
    for key in walk:
        common = common_prefix(key, prefix, delimiter)
        record = None
        if common:
            walk.skip = common
            if common == after:
                continue
        else:
            record = bucket.find(key)
            if record is None:  # removed meanwhile
                continue
        if len(found.records) + len(found.prefixes) == limit:
            found.truncated = True
            break
        found.last = common or key
        if record is None:
            found.prefixes.append(common)
        else:
            found.records.append(record)
    return found


def common_prefix(key: str, prefix: str, delimiter: str) -> str:
    """Return what *key* has in common with those that are told with it; empty if it stands alone.

    Args:
        key: begins with *prefix*.
        prefix: decoded.
        delimiter: empty for none.
    """
    end = key.find(delimiter, len(prefix)) if delimiter else -1
    return key[: end + len(delimiter)] if end >= 0 else ""


def is_empty(bucket: Bucket) -> bool:
    """Return whether *bucket* has no object."""
    return next(iter(Walk(bucket.layout, "", "")), None) is None


class Walk:
    """The keys in one bucket's folder, in order.

    Args:
        layout: of the bucket.
        prefix: that they begin with.
        after: they come behind it.

    Attributes:
        skip: a prefix, of which no further key is wanted; may be set at any time.
    """

    def __init__(self, layout: Layout, prefix: str, after: str) -> None:
        self._layout = layout
        self._prefix = prefix
        self._after = after
        self.skip = ""

    def __iter__(self) -> Iterator[str]:
        last = None
        for key in merge(self._plain(), sorted(self._odd())):
            if key != last and not self._is_skipped(key):
                last = key
                yield key

    def _plain(self) -> Iterator[str]:
        start = self._prefix.rpartition("/")[0]
        folder = self._layout.path
        if not start:
            return self._below(folder, "")
        if not self._layout.is_spelled_so(start):
            return iter(())
        for part in start.split("/"):
            folder = os.path.join(folder, part)
            if part in {"", ".", ".."} or not is_folder(folder):
                return iter(())
        return self._below(folder, f"{start}/")

    def _below(self, folder: str, start: str) -> Iterator[str]:
        # No recursion: folders may be deep, and a thread's stack is small.
        waiting = [(folder, start, iter(_sorted_names(folder)))]
        while waiting:
            folder, start, names = waiting[-1]
            name = next(names, None)
            if name is None:
                waiting.pop()
                continue
            key = start + name
            if name[-1] == "/":
                if self._leads_on(key):
                    below = os.path.join(folder, name[:-1])
                    waiting.append((below, key, iter(_sorted_names(below))))
            elif self._is_wanted(key) and self._layout.names.is_path(key):
                yield key

    def _odd(self) -> Iterator[str]:
        try:
            names = os.listdir(self._layout.odd)
        except FileNotFoundError:
            return
        for name in names:
            key = odd_key(name)
            if key is None:
                key = self._told_by_record(name)
            if key is not None and self._is_wanted(key):
                yield key

    def _told_by_record(self, name: str) -> str | None:
        found = status(os.path.join(self._layout.odd, name))
        if found is None:
            return None
        beside = os.path.join(self._layout.records, f"{name[1:41]}.{identity(found)}")
        text = read_whole(beside)
        record = None if text is None else kept(text, found)
        return None if record is None else record.key

    def _leads_on(self, folder: str) -> bool:
        """Return whether a key that begins with *folder* may be wanted."""
        if folder.lower().startswith(f"{OWN}/") or len(folder) > LONGEST_KEY:
            return False
        if not (folder.startswith(self._prefix) or self._prefix.startswith(folder)):
            return False
        if folder < self._after and not self._after.startswith(folder):
            return False
        return not self._is_skipped(folder)

    def _is_wanted(self, key: str) -> bool:
        return key.startswith(self._prefix) and key > self._after and not self._is_skipped(key)

    def _is_skipped(self, key: str) -> bool:
        return bool(self.skip) and key.startswith(self.skip)


def _sorted_names(folder: str) -> list[str]:
    """Return what is in *folder*, folders with a slash behind them, in the order of the keys."""
    names: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if not _is_text(entry.name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    names.append(f"{entry.name}/")
                elif entry.is_file(follow_symlinks=False):
                    names.append(entry.name)
    except FileNotFoundError:  # removed meanwhile
        return []
    return sorted(names)


def _is_text(name: str) -> bool:
    """Return whether *name* is UTF-8, as every key is."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
