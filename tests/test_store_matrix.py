"""The matrix of stores without a store: its cases, what is declared of them, and the document.

`make stores` holds what is declared to what the stores do.
"""

import re

import pytest

from sigv4presign.s3.operations import OPERATIONS

from .stores import built
from .stores.catalogue import ALL
from .stores.matrix.cases import CASES, SECTIONS
from .stores.matrix.declared import NAMES, declared, of_store
from .stores.matrix.table import by_declaration, by_results, rendered, written
from .stores.processes import NotHadError, NotStartedError

LABELS = [case.label for case in CASES]
# Operations that are of AWS alone, so that no other store can have them.
OF_AWS = {
    "S3 Express": {"create_session", "list_directory_buckets", "rename_object"},
    "S3 Tables and S3 Metadata": {
        "create_bucket_metadata_configuration",
        "create_bucket_metadata_table_configuration",
        "delete_bucket_metadata_configuration",
        "delete_bucket_metadata_table_configuration",
        "get_bucket_metadata_configuration",
        "get_bucket_metadata_table_configuration",
        "update_bucket_metadata_annotation_table_configuration",
        "update_bucket_metadata_inventory_table_configuration",
        "update_bucket_metadata_journal_table_configuration",
    },
    "annotations and attribute-based access": {
        "delete_object_annotation",
        "get_bucket_abac",
        "get_object_annotation",
        "list_object_annotations",
        "put_bucket_abac",
        "put_object_annotation",
        "update_object_encryption",
    },
    "archives, torrents and S3 Select": {
        "get_object_torrent",
        "restore_object",
        "select_object_content",
    },
    "replication, which wants a second store": {
        "delete_bucket_replication",
        "get_bucket_replication",
        "put_bucket_replication",
    },
    "older names of operations that are tried": {
        "get_bucket_lifecycle",
        "get_bucket_notification",
        "put_bucket_lifecycle",
        "put_bucket_notification",
    },
}


def test_every_case_has_a_name_of_its_own():
    assert len(LABELS) == len(set(LABELS)) == 322
    assert len(SECTIONS) == 13
    assert len({case.slug for case in CASES}) == len(CASES)


def test_every_operation_is_tried_or_left_out_for_a_reason():
    tried = set(re.findall(r"[a-z_0-9]+", " ".join([case.name for case in CASES])))
    left_out = set().union(*OF_AWS.values())
    assert left_out <= set(OPERATIONS)
    assert not left_out & tried
    assert not set(OPERATIONS) - tried - left_out


@pytest.mark.parametrize("store", NAMES)
def test_what_is_declared_is_of_a_case(store: str):
    assert set(of_store(store)) <= set(LABELS)
    for outcome, why in of_store(store).values():
        assert re.fullmatch("(refused|differs): .+", outcome)
        assert why


def test_the_stores_are_those_that_can_be_started():
    assert set(ALL) == set(NAMES)


def test_the_document_has_what_is_declared():
    assert written() == rendered(by_declaration)


def test_the_document_would_have_what_a_run_finds():
    label = "Objects: put_object"
    table = rendered(by_results({"ceph": {label: "differs: 200 for 418"}}))
    assert table != written()
    assert "differs (1)" in table
    assert "1. Ceph RGW, `200` for `418`: not yet explained." in table
    assert rendered(by_results({"ceph": {label: "works"}})) == written()


def test_our_own_store_refuses_all_that_is_altered():
    ours = [case for case in CASES if case.section == "Refusals of URLs"]
    assert len(ours) == 67
    assert all(declared("embedded", case).outcome == "works" for case in ours)


class TestABuild:
    @pytest.fixture
    def go(self, tmp_path, monkeypatch):
        """Return where a program stands that is taken for Go."""
        program = tmp_path / "go"
        monkeypatch.setattr(built, "FOLDER", tmp_path)
        monkeypatch.setattr(
            built.shutil, "which", lambda _: str(program) if program.is_file() else None
        )
        return program

    def written(self, go, script: str) -> None:
        go.write_text(f"#!/bin/sh\n{script}\n", "ascii")
        go.chmod(0o755)

    @pytest.mark.usefixtures("go")
    def test_without_go_there_is_none(self):
        with pytest.raises(NotHadError, match=r"minio, and there is no Go on this machine$"):
            built.binary_of("minio")

    def test_one_that_fails_is_a_failure(self, go):
        self.written(go, "echo downloading >&2; echo no such module >&2; exit 1")
        message = "weed@v[^ ]+ is not built: downloading no such module$"
        with pytest.raises(NotStartedError, match=message):
            built.binary_of("weed")

    def test_one_that_is_done_is_not_done_again(self, go, tmp_path):
        self.written(go, 'for last; do :; done; [ "$1" = build ] && echo built > "$5"; true')
        path = built.binary_of("versitygw")
        assert path == tmp_path / "built" / "versitygw"
        assert path.read_text("ascii") == "built\n"
        go.unlink()
        assert built.binary_of("versitygw") == path
