"""Where S3 wants each parameter of an operation, and in which form.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
"""

# Parameters that come together, written ``@name`` in the table of operations.
GROUPS = {
    "owner": "expected_bucket_owner",
    "payer": "request_payer",
    "sse_c": "sse_customer_algorithm sse_customer_key sse_customer_key_md5",
    "copy_sse_c": (
        "copy_source_sse_customer_algorithm copy_source_sse_customer_key "
        "copy_source_sse_customer_key_md5"
    ),
    "sse": "server_side_encryption sse_kms_key_id sse_kms_encryption_context bucket_key_enabled",
    "lock": (
        "object_lock_mode object_lock_retain_until_date object_lock_legal_hold_status "
        "object_lock_event_hold object_lock_event_hold_duration_days "
        "object_lock_event_hold_duration_years"
    ),
    "content": (
        "cache_control content_disposition content_encoding content_language content_type expires"
    ),
    "grants": "acl grant_full_control grant_read grant_read_acp grant_write_acp",
    "checksums": (
        "checksum_crc32 checksum_crc32c checksum_crc64nvme checksum_sha1 checksum_sha256 "
        "checksum_sha512 checksum_md5 checksum_xxhash64 checksum_xxhash3 checksum_xxhash128"
    ),
    "dates": "if_modified_since if_unmodified_since",
    "match": "if_match if_none_match",
    "response": (
        "response_cache_control response_content_disposition response_content_encoding "
        "response_content_language response_content_type response_expires"
    ),
    "copy": (
        "copy_source! copy_source_if_match copy_source_if_modified_since "
        "copy_source_if_none_match copy_source_if_unmodified_since expected_source_bucket_owner"
    ),
    "sums": "content_md5 checksum_algorithm",
    "stored": "metadata storage_class tagging website_redirect_location",
    "page": "prefix delimiter encoding_type max_keys",
}

# A parameter's place (``query``, ``header``, or ``headers`` for a name that is a prefix), its name
# there, and its form if it is not text: ``int``, ``bool``, ``list``, ``map``, ``date`` for the
# date of RFC 9110 section 5.6.7, or ``iso8601``.
PARAMETERS = {
    "acl": "header x-amz-acl",
    "annotation_directive": "header x-amz-object-annotation-directive",
    "annotation_name": "query annotationName",
    "annotation_prefix": "query annotation-prefix",
    "bucket_key_enabled": "header x-amz-server-side-encryption-bucket-key-enabled bool",
    "bucket_namespace": "header x-amz-bucket-namespace",
    "bucket_region": "query bucket-region",
    "bypass_governance_retention": "header x-amz-bypass-governance-retention bool",
    "cache_control": "header Cache-Control",
    "checksum_algorithm": "header x-amz-sdk-checksum-algorithm",
    "checksum_crc32": "header x-amz-checksum-crc32",
    "checksum_crc32c": "header x-amz-checksum-crc32c",
    "checksum_crc64nvme": "header x-amz-checksum-crc64nvme",
    "checksum_md5": "header x-amz-checksum-md5",
    "checksum_mode": "header x-amz-checksum-mode",
    "checksum_sha1": "header x-amz-checksum-sha1",
    "checksum_sha256": "header x-amz-checksum-sha256",
    "checksum_sha512": "header x-amz-checksum-sha512",
    "checksum_type": "header x-amz-checksum-type",
    "checksum_xxhash128": "header x-amz-checksum-xxhash128",
    "checksum_xxhash3": "header x-amz-checksum-xxhash3",
    "checksum_xxhash64": "header x-amz-checksum-xxhash64",
    "client_token": "header x-amz-client-token",
    "confirm_remove_self_bucket_access": "header x-amz-confirm-remove-self-bucket-access bool",
    "content_disposition": "header Content-Disposition",
    "content_encoding": "header Content-Encoding",
    "content_language": "header Content-Language",
    "content_length": "header Content-Length int",
    "content_md5": "header Content-MD5",
    "content_type": "header Content-Type",
    "continuation_token": "query continuation-token",
    "copy_source": "header x-amz-copy-source",
    "copy_source_if_match": "header x-amz-copy-source-if-match",
    "copy_source_if_modified_since": "header x-amz-copy-source-if-modified-since date",
    "copy_source_if_none_match": "header x-amz-copy-source-if-none-match",
    "copy_source_if_unmodified_since": "header x-amz-copy-source-if-unmodified-since date",
    "copy_source_range": "header x-amz-copy-source-range",
    "copy_source_sse_customer_algorithm": "header x-amz-copy-source-server-side-encryption-customer-algorithm",
    "copy_source_sse_customer_key": "header x-amz-copy-source-server-side-encryption-customer-key",
    "copy_source_sse_customer_key_md5": "header x-amz-copy-source-server-side-encryption-customer-key-MD5",
    "delimiter": "query delimiter",
    "destination_if_match": "header If-Match",
    "destination_if_modified_since": "header If-Modified-Since date",
    "destination_if_none_match": "header If-None-Match",
    "destination_if_unmodified_since": "header If-Unmodified-Since date",
    "encoding_type": "query encoding-type",
    "expected_bucket_owner": "header x-amz-expected-bucket-owner",
    "expected_source_bucket_owner": "header x-amz-source-expected-bucket-owner",
    "expires": "header Expires date",
    "fetch_owner": "query fetch-owner bool",
    "grant_full_control": "header x-amz-grant-full-control",
    "grant_read": "header x-amz-grant-read",
    "grant_read_acp": "header x-amz-grant-read-acp",
    "grant_write": "header x-amz-grant-write",
    "grant_write_acp": "header x-amz-grant-write-acp",
    "id": "query id",
    "if_match": "header If-Match",
    "if_match_initiated_time": "header x-amz-if-match-initiated-time date",
    "if_match_last_modified_time": "header x-amz-if-match-last-modified-time date",
    "if_match_size": "header x-amz-if-match-size int",
    "if_modified_since": "header If-Modified-Since date",
    "if_none_match": "header If-None-Match",
    "if_unmodified_since": "header If-Unmodified-Since date",
    "key_marker": "query key-marker",
    "marker": "query marker",
    "max_annotation_results": "query max-annotation-results int",
    "max_buckets": "query max-buckets int",
    "max_directory_buckets": "query max-directory-buckets int",
    "max_keys": "query max-keys int",
    "max_parts": "query max-parts int",
    "max_uploads": "query max-uploads int",
    "metadata": "headers x-amz-meta- map",
    "metadata_directive": "header x-amz-metadata-directive",
    "mfa": "header x-amz-mfa",
    "mpu_object_size": "header x-amz-mp-object-size int",
    "object_attributes": "header x-amz-object-attributes list",
    "object_if_match": "header x-amz-object-if-match",
    "object_lock_enabled_for_bucket": "header x-amz-bucket-object-lock-enabled bool",
    "object_lock_event_hold": "header x-amz-object-lock-event-hold",
    "object_lock_event_hold_duration_days": "header x-amz-object-lock-event-hold-duration-days int",
    "object_lock_event_hold_duration_years": "header x-amz-object-lock-event-hold-duration-years int",
    "object_lock_legal_hold_status": "header x-amz-object-lock-legal-hold",
    "object_lock_mode": "header x-amz-object-lock-mode",
    "object_lock_retain_until_date": "header x-amz-object-lock-retain-until-date iso8601",
    "object_ownership": "header x-amz-object-ownership",
    "optional_object_attributes": "header x-amz-optional-object-attributes list",
    "part_number": "query partNumber int",
    "part_number_marker": "query part-number-marker int",
    "prefix": "query prefix",
    "range": "header Range",
    "rename_source": "header x-amz-rename-source",
    "request_payer": "header x-amz-request-payer",
    "response_cache_control": "query response-cache-control",
    "response_content_disposition": "query response-content-disposition",
    "response_content_encoding": "query response-content-encoding",
    "response_content_language": "query response-content-language",
    "response_content_type": "query response-content-type",
    "response_expires": "query response-expires date",
    "server_side_encryption": "header x-amz-server-side-encryption",
    "session_mode": "header x-amz-create-session-mode",
    "skip_destination_validation": "header x-amz-skip-destination-validation bool",
    "source_if_match": "header x-amz-rename-source-if-match",
    "source_if_modified_since": "header x-amz-rename-source-if-modified-since date",
    "source_if_none_match": "header x-amz-rename-source-if-none-match",
    "source_if_unmodified_since": "header x-amz-rename-source-if-unmodified-since date",
    "sse_customer_algorithm": "header x-amz-server-side-encryption-customer-algorithm",
    "sse_customer_key": "header x-amz-server-side-encryption-customer-key",
    "sse_customer_key_md5": "header x-amz-server-side-encryption-customer-key-MD5",
    "sse_kms_encryption_context": "header x-amz-server-side-encryption-context",
    "sse_kms_key_id": "header x-amz-server-side-encryption-aws-kms-key-id",
    "start_after": "query start-after",
    "storage_class": "header x-amz-storage-class",
    "tagging": "header x-amz-tagging",
    "tagging_directive": "header x-amz-tagging-directive",
    "token": "header x-amz-bucket-object-lock-token",
    "transition_default_minimum_object_size": "header x-amz-transition-default-minimum-object-size",
    "upload_id": "query uploadId",
    "upload_id_marker": "query upload-id-marker",
    "version_id": "query versionId",
    "version_id_marker": "query version-id-marker",
    "website_redirect_location": "header x-amz-website-redirect-location",
    "write_offset_bytes": "header x-amz-write-offset-bytes int",
}

# The few that an operation wants elsewhere.
ELSEWHERE = {
    ("copy_object", "checksum_algorithm"): "header x-amz-checksum-algorithm",
    ("create_multipart_upload", "checksum_algorithm"): "header x-amz-checksum-algorithm",
    ("get_object_attributes", "max_parts"): "header x-amz-max-parts int",
    ("get_object_attributes", "part_number_marker"): "header x-amz-part-number-marker int",
}
