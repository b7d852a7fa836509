"""Stores that speak S3's protocol: where they are, and in what they differ from S3.

One call makes one store, from the documentation at its source; ``docs/stores.md`` says the rest.
What a documentation does not say is here as S3 has it.
"""

from .._checks import shown
from ..errors import InvalidRequestError
from .store import Store

__all__ = ["STORES", "Store", "store_named"]

_MEBIBYTE = 1024**2
_GIBIBYTE = 1024**3
_TEBIBYTE = 1024**4

# Their hosts are known.
_HOSTED = (
    Store(
        "alibaba-oss",
        "https://s3.oss-{region}.aliyuncs.com",
        "https://www.alibabacloud.com/help/en/oss/developer-reference/use-amazon-s3-sdks-to-access-oss",
        addressing_style="virtual",  # it refuses path style
    ),
    Store(
        "b2",
        "https://s3.{region}.backblazeb2.com",
        "https://www.backblaze.com/docs/cloud-storage-call-the-s3-compatible-api",
        region=None,
        such_as="us-west-004",
        post=False,
    ),
    Store(
        "gcs",
        "https://storage.googleapis.com",
        "https://docs.cloud.google.com/storage/docs/aws-simple-migration",
        region="auto",
        post=False,  # its forms have x-goog- fields and conditions
    ),
    Store(
        "hetzner",
        "https://{region}.your-objectstorage.com",
        "https://docs.hetzner.com/storage/object-storage/supported-actions/",
        region=None,
        such_as="fsn1",
        addressing_style="virtual",
    ),
    Store(
        "ibm-cos",
        "https://s3.{region}.cloud-object-storage.appdomain.cloud",
        "https://cloud.ibm.com/docs/cloud-object-storage?topic=cloud-object-storage-presign-url",
        region=None,
        such_as="us-south",
        post=False,
        largest_object=10 * _TEBIBYTE,
    ),
    Store(
        "idrive-e2",
        "https://s3.{region}.idrivee2.com",
        "https://www.idrive.com/s3-storage-e2/e2-endpoint-urls",
    ),
    Store(
        "linode",
        "https://{region}.linodeobjects.com",
        "https://www.linode.com/docs/products/storage/object-storage/guides/urls/",
    ),
    Store(
        "oracle",
        "https://{account}.compat.objectstorage.{region}.oci.customer-oci.com",
        "https://docs.oracle.com/en-us/iaas/Content/Object/s3-virtual-style.htm",
        region=None,
        such_as="us-ashburn-1",
    ),
    Store(
        "ovh",
        "https://s3.{region}.io.cloud.ovh.net",
        "https://github.com/ovh/ovhcloud-docs/blob/HEAD/docs/en/guides/storage-and-backup/object-storage/s3-location.mdx",
        region=None,
        such_as="gra",
        addressing_style="virtual",
        largest_object=48 * _TEBIBYTE,
    ),
    Store(
        "r2",
        "https://{account}.r2.cloudflarestorage.com",
        "https://developers.cloudflare.com/r2/api/s3/api/",
        region="auto",
        regions=("auto",),
        post=False,
        largest_part=5 * _GIBIBYTE - 5 * _MEBIBYTE,
        largest_object=5 * _TEBIBYTE - 5 * _GIBIBYTE,
    ),
    Store(
        "r2-eu",
        "https://{account}.eu.r2.cloudflarestorage.com",
        "https://developers.cloudflare.com/r2/reference/data-location/",
        region="auto",
        regions=("auto",),
        post=False,
        largest_part=5 * _GIBIBYTE - 5 * _MEBIBYTE,
        largest_object=5 * _TEBIBYTE - 5 * _GIBIBYTE,
    ),
    Store(
        "r2-fedramp",
        "https://{account}.fedramp.r2.cloudflarestorage.com",
        "https://developers.cloudflare.com/r2/reference/data-location/",
        region="auto",
        regions=("auto",),
        post=False,
        largest_part=5 * _GIBIBYTE - 5 * _MEBIBYTE,
        largest_object=5 * _TEBIBYTE - 5 * _GIBIBYTE,
    ),
    Store(
        "scaleway",
        "https://s3.{region}.scw.cloud",
        "https://www.scaleway.com/en/docs/object-storage/faq/",
        region=None,
        such_as="fr-par",
        most_parts=1000,
        largest_object=5 * _TEBIBYTE,
    ),
    Store(
        "spaces",
        "https://{region}.digitaloceanspaces.com",
        "https://docs.digitalocean.com/products/spaces/how-to/use-aws-sdks/",
        region=None,
        such_as="nyc3",
        addressing_style="virtual",
        largest_object=5 * _TEBIBYTE,
    ),
    Store(
        "storj",
        "https://gateway.storjshare.io",
        "https://storj.dev/dcs/api/s3/s3-compatibility",
    ),
    Store(
        "supabase",
        "https://{account}.storage.supabase.co/storage/v1/s3",
        "https://supabase.com/docs/guides/storage/s3/authentication",
    ),
    Store(
        "tencent-cos",
        "https://cos.{region}.myqcloud.com",
        "https://www.tencentcloud.com/document/product/436/32537",
        region=None,
        such_as="ap-guangzhou",
        addressing_style="virtual",  # buckets of 2024 and later refuse path style
        smallest_part=_MEBIBYTE,
    ),
    Store(
        "tigris",
        "https://t3.storage.dev",
        "https://www.tigrisdata.com/docs/objects/upload-via-html-form/",
        region="auto",
        regions=("auto",),
        addressing_style="virtual",  # buckets of February 2025 and later refuse path style
        largest_object=5 * _TEBIBYTE,
    ),
    Store(
        "vultr",
        "https://{region}.vultrobjects.com",
        "https://docs.vultr.com/platform/security-best-practices/vultr-object-storage",
        region=None,
        such_as="ewr1",
        addressing_style="virtual",
    ),
    Store(
        "wasabi",
        "https://s3.{region}.wasabisys.com",
        "https://docs.wasabi.com/docs/service-urls-for-wasabis-storage-regions",
    ),
    Store(
        "yandex",
        "https://storage.yandexcloud.net",
        "https://yandex.cloud/en/docs/storage/s3/",
        region="ru-central1",
        regions=("ru-central1",),
    ),
)

# They run on hosts of the caller's, under a region that their configuration says.
_OWN = (
    Store("ceph", None, "https://docs.ceph.com/en/latest/radosgw/s3/"),
    Store(
        "garage",
        None,
        "https://garagehq.deuxfleurs.fr/documentation/reference-manual/configuration/",
    ),
    Store("localstack", None, "https://docs.localstack.cloud/aws/services/s3/"),
    Store(
        "minio",
        None,
        "https://docs.min.io/community/minio-object-store/operations/concepts/thresholds.html",
        largest_object=50 * _TEBIBYTE,
    ),
    Store("rclone", None, "https://rclone.org/commands/rclone_serve_s3/", post=False),
    Store("rustfs", None, "https://docs.rustfs.com/administration/protocols/s3"),
    Store("seaweedfs", None, "https://github.com/seaweedfs/seaweedfs/wiki/Amazon-S3-API"),
    Store(
        "swift",
        None,
        "https://docs.openstack.org/swift/latest/s3_compat.html",
        post=False,
        most_parts=1000,
    ),
    Store(
        "versitygw",
        None,
        "https://github.com/versity/versitygw/blob/main/extra/example.conf",
    ),
)

STORES = {store.name: store for store in _HOSTED + _OWN}


def store_named(name: object) -> Store:
    """Return the store.

    Args:
        name: such as ``r2``, in lower case.

    Raises:
        InvalidRequestError: there is none of that name in the table.
    """
    if isinstance(name, str) and name in STORES:
        return STORES[name]
    raise InvalidRequestError(
        f"store is {shown(name)}; known are {', '.join(STORES)}; any other needs its endpoint_url"
    )
