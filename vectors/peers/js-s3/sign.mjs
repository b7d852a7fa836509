// Presigns the S3 commands on standard input with the AWS SDK for JavaScript v3.
//
// Every header stays one (the SDK would move most into the query), and no checksum is added.
import { readFileSync } from "node:fs";
import * as S3 from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

const HEADERS = new Set([
  "x-amz-acl", "x-amz-copy-source", "x-amz-copy-source-range", "x-amz-expected-bucket-owner",
  "x-amz-grant-read", "x-amz-meta-note", "x-amz-object-attributes", "x-amz-request-payer",
  "x-amz-storage-class", "x-amz-tagging", "x-amz-website-redirect-location",
  "x-amz-checksum-crc32", "x-amz-checksum-sha256", "x-amz-object-lock-legal-hold",
]);

async function presign(c) {
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
  if (c.settings.token) credentials.sessionToken = c.settings.token;
  const client = new S3.S3Client({
    credentials,
    region: c.settings.region,
    endpoint: c.settings.endpoint_url,
    forcePathStyle: c.settings.addressing_style === "path",
    useDualstackEndpoint: Boolean(c.settings.dualstack),
    useFipsEndpoint: Boolean(c.settings.fips),
    useAccelerateEndpoint: Boolean(c.settings.accelerate),
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  const command = new S3[`${c.command}Command`](structuredClone(c.params));
  return getSignedUrl(client, command, {
    expiresIn: c.expires_in,
    signingDate: new Date(c.now * 1000),
    unhoistableHeaders: HEADERS,
  });
}

const results = {};
for (const c of JSON.parse(readFileSync(0))) {
  try {
    results[c.name] = { url: await presign(c) };
  } catch (error) {
    results[c.name] = { error: String(error?.message ?? error) };
  }
}
console.log(JSON.stringify(results));
