// Presigns the cases on standard input with the AWS SDK for JavaScript v3.
//
// Nothing is hoisted from the headers, and an S3 payload is left unsigned by passing a body that the
// signer cannot hash, which adds no query parameter.
import { readFileSync } from "node:fs";
import { Sha256 } from "@aws-crypto/sha256-js";
import { formatUrl } from "@aws-sdk/util-format-url";
import { parseQueryString } from "@smithy/core/protocols";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";

// The SDK's own parser would resolve "/../", so the path is cut out by hand; host and port (a
// default one is dropped) are as the SDK reads an endpoint.
function toRequest(c) {
  const [, origin, path, search] = /^([a-z]+:\/\/[^/?]*)([^?]*)(?:\?(.*))?$/s.exec(c.url);
  const { protocol, hostname, port, host } = new URL(origin);
  const headers = { host };
  for (const [name, value] of c.headers) {
    if (name in headers) throw new Error("repeated header: not expressible");
    headers[name] = value;
  }
  return new HttpRequest({
    method: c.method, protocol, hostname, port: port ? Number(port) : undefined,
    path: path || "/", query: search ? parseQueryString(search) : {}, headers,
    body: c.service === "s3" ? {} : undefined,
  });
}

async function presign(c) {
  const credentials = { accessKeyId: c.access_key_id, secretAccessKey: c.secret_access_key };
  if (c.session_token !== null) credentials.sessionToken = c.session_token;
  const signer = new SignatureV4({
    credentials, region: c.region, service: c.service, sha256: Sha256,
    uriEscapePath: c.service !== "s3",
  });
  const signed = await signer.presign(toRequest(c), {
    signingDate: new Date(c.now * 1000),
    expiresIn: c.expires_in,
    unhoistableHeaders: new Set(c.headers.map(([name]) => name.toLowerCase())),
  });
  return formatUrl(signed);
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
