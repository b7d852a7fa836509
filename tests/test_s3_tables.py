"""The tables of S3's operations and parameters, held to botocore's model of S3."""

import botocore
import botocore.session
import pytest
from botocore import xform_name
from botocore.model import OperationModel, Shape

from sigv4presign.s3.operations import OPERATIONS
from sigv4presign.s3.parameters import ELSEWHERE, GROUPS, PARAMETERS
from sigv4presign.s3.partitions import PARTITIONS, partition_of
from sigv4presign.s3.requests import Operation, squashed

WRITTEN_FOR = "1.44.5"  # botocore's version; a later one may know more operations
LEFT_OUT = {
    "write_get_object_response": "an Object Lambda function's answer, authorised by its route",
}
# Parameters that S3 takes and the model does not have.
MORE = {
    "delete_objects": {
        "content_md5": "S3 wants this or a checksum; boto3 computes it from the body",
        "checksum_algorithm": "",
        **dict.fromkeys(GROUPS["checksums"].split(), "the other way to say it"),
    },
    "put_bucket_lifecycle_configuration": {"content_md5": "as for delete_objects"},
    "put_bucket_accelerate_configuration": {"content_md5": "as for delete_objects"},
}
FORMS = {
    "string": "",
    "integer": "int",
    "long": "int",
    "boolean": "bool",
    "list": "list",
    "map": "map",
    "rfc822": "date",
    "iso8601": "iso8601",
}
PLACES = {"querystring": "query", "header": "header", "headers": "headers"}

MODEL = botocore.session.Session().get_service_model("s3")
MODELLED = {xform_name(name): MODEL.operation_model(name) for name in MODEL.operation_names}
KNOWN = [name for name in MODELLED if name in OPERATIONS]


def members(operation: OperationModel) -> dict[str, Shape]:
    return dict(operation.input_shape.members) if operation.input_shape else {}


def test_every_operation_is_there_or_left_out_for_a_reason():
    unknown = set(MODELLED) - set(OPERATIONS) - set(LEFT_OUT)
    assert not set(OPERATIONS) & set(LEFT_OUT)
    assert len(OPERATIONS) == 115
    if unknown and botocore.__version__ != WRITTEN_FOR:
        pytest.skip(f"botocore {botocore.__version__} knows more operations: {sorted(unknown)}")
    assert not unknown


@pytest.mark.parametrize("name", KNOWN)
def test_method_target_and_required_parameters(name: str):
    operation, ours = MODELLED[name], Operation(name, OPERATIONS[name])
    path, _, query = operation.http["requestUri"].partition("?")
    scope = {"/": "/", "/{Bucket}": "bucket", "/{Bucket}/{Key+}": "key"}[path]
    assert (ours.method, ours.scope) == (operation.http["method"], scope)
    assert ours.fixed == tuple(piece.partition("=")[::2] for piece in query.split("&") if piece)
    shape = operation.input_shape
    required = {squashed(member) for member in shape.required_members} if shape else set()
    in_body = {squashed(member) for member in ours.body}
    own = {"/": set(), "bucket": {"bucket"}, "key": {"bucket", "key"}}[scope]
    assert required - own - in_body == {squashed(member) for member in ours.required}


@pytest.mark.parametrize("name", KNOWN)
def test_every_parameter_is_where_s3_wants_it(name: str):
    operation, ours = MODELLED[name], Operation(name, OPERATIONS[name])
    expected: dict[str, str] = {}
    body = set()
    for member, shape in members(operation).items():
        place = shape.serialization.get("location")
        if place == "uri":
            continue
        if place is None:
            body.add(squashed(member))
            continue
        form = shape.type_name
        if form == "timestamp":
            usual = "rfc822" if place == "header" else "iso8601"
            form = shape.serialization.get("timestampFormat", usual)
        wire = f"{PLACES[place]} {shape.serialization['name']} {FORMS[form]}".strip()
        expected[squashed(member)] = wire
        # The name is botocore's, but for the blanks that it puts into words such as CRC32C.
        assert squashed(xform_name(member)) == squashed(member)
    got = {
        short: ELSEWHERE.get((name, plain)) or PARAMETERS[plain]
        for short, plain in ours.parameters.items()
    }
    more = {squashed(member) for member in MORE.get(name, {})}
    assert {
        short: place for short, place in got.items() if short not in more - set(expected)
    } == expected
    assert {squashed(member) for member in ours.body} == body


@pytest.mark.parametrize("name", KNOWN)
def test_the_marks_for_s3_express(name: str):
    flags = {parameter.name for parameter in MODELLED[name].static_context_parameters}
    mark = {
        "UseS3ExpressControlEndpoint": "control",
        "DisableS3ExpressSessionAuth": "plain",
        "DisableAccessPoints": "bucket",
    }
    expected = {mark[flag] for flag in flags if flag in mark}
    assert set(Operation(name, OPERATIONS[name]).mark.split()) == expected


def test_the_tables_fit_each_other():
    used = {
        name for line in OPERATIONS.values() for name in Operation("", line).parameters.values()
    }
    assert used == set(PARAMETERS)
    assert {name for _, name in ELSEWHERE} <= set(PARAMETERS)
    assert len({squashed(name) for name in PARAMETERS}) == len(PARAMETERS) == 122
    assert all(MORE[name].keys() <= used for name in MORE)


def test_the_partition_of_every_region():
    data = botocore.session.Session().get_component("data_loader").load_data("partitions")
    domains = {}
    for partition in data["partitions"]:
        domains[partition["id"]] = partition["outputs"]["dnsSuffix"]
        for region in partition["regions"]:
            if not region.endswith("global"):
                expected = (partition["id"], partition["outputs"]["dnsSuffix"])
                assert partition_of(region) == expected
    assert {name: domain for _, name, domain in PARTITIONS} == domains
