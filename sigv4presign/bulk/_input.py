"""The whole input: one file, or those that an inventory lists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import InvalidRequestError
from ._chunks import Chunk, Place
from ._files import checked_file, form_of, text_chunks, text_layout
from ._inventory import File, check_content, read_manifest
from ._rows import Layout
from ._tables import table_chunks, table_layout


@dataclass(frozen=True)
class Input:
    """Rows of keys, read from any place on.

    Attributes:
        form: of its files.
        layout: how their rows are written.
        start: where the first row is.
        files: those that there are.
        identity: their names, sizes and times: another input has another.
    """

    form: str
    layout: Layout
    start: Place
    files: tuple[File, ...]
    identity: str

    def without(self, column: str) -> "Input":
        """Return the same rows without a *column*."""
        columns = {name: at for name, at in self.layout.columns.items() if name != column}
        return replace(self, layout=replace(self.layout, columns=columns))

    def chunks(self, start: Place) -> Iterator[Chunk]:
        """Return the rows from *start* on."""
        total = sum([file.size for file in self.files]) or 1
        before = sum([file.size for file in self.files[: start.file]])
        for number, file in enumerate(self.files[start.file :], start.file):
            check_content(file)
            here = start if number == start.file else Place(number)
            if self.layout.form == "table":
                chunks = table_chunks(file.path, self.form, self.layout, here)
            else:
                chunks = text_chunks(file.path, self.layout, here)
            for chunk in chunks:
                progress = (before + chunk.progress * file.size) / total
                yield chunk._replace(progress=progress)
            before += file.size


def opened_input(path: Path, columns: Sequence[str] | None, *, encoded: bool) -> Input:
    """Return what *path* has: keys, or the manifest of an inventory.

    Args:
        path: told apart by its ending.
        columns: what those of a CSV are called, if no line of it says so.
        encoded: keys are percent-encoded, as they always are in an inventory's CSV.
    """
    form = form_of(path)
    known = checked_file(path)
    identity = f"{path.resolve()} {known.st_size} {known.st_mtime_ns}"
    if form == "json":
        manifest = read_manifest(path)
        form, files = manifest.form, manifest.files
        if not files:
            raise InvalidRequestError(f"{path} lists no files")
        columns = manifest.columns or None
        encoded = form == "csv"
        first = files[0].path
    else:
        files, first = (File(path, known.st_size, ""),), path
    if form in ("parquet", "orc"):
        return Input(form, table_layout(first, form, encoded=encoded), Place(), files, identity)
    layout, start = text_layout(first, columns, encoded=encoded)
    return Input(form, layout, start, files, identity)
