"""S3 and the stores that are like it: operations, endpoints, upload forms."""
