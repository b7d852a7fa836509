// The AWS SDK for JavaScript and aws4fetch against a store: `node clients.mjs SCENARIO`, the store
// in the environment. It exits with 0 if all was as it must be.

import assert from "node:assert/strict";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { AwsClient } from "aws4fetch";

const { ENDPOINT, KEY_ID, SECRET, REGION } = process.env;
const Bucket = "by-js";
const Key = "folder/a b+ü%41.txt";
const long = Buffer.alloc(11 * 1024 * 1024, "0123456789abcdef");

const sdk = (secretAccessKey = SECRET, more = {}) =>
  new S3Client({
    ...more,
    endpoint: ENDPOINT,
    region: REGION,
    forcePathStyle: true,
    credentials: { accessKeyId: KEY_ID, secretAccessKey },
    maxAttempts: 1,
  });
const aws4fetch = (secretAccessKey = SECRET) =>
  new AwsClient({
    accessKeyId: KEY_ID,
    secretAccessKey,
    service: "s3",
    region: REGION,
    retries: 0,
  });
// aws4fetch signs the URL as it is; spaces and letters beyond ASCII are the caller's to encode.
const url = (key, query = "") =>
  `${ENDPOINT}/${Bucket}/${key.split("/").map(encodeURIComponent).join("/")}${query}`;
const bytes = async (answer) => Buffer.from(await answer.Body.transformToByteArray());

async function bucket(client) {
  await client.send(new CreateBucketCommand({ Bucket })).catch((error) => {
    if (error.name !== "BucketAlreadyOwnedByYou") throw error;
  });
}

async function code(promise) {
  const error = await promise.then(
    () => assert.fail("it is not refused"),
    (refused) => refused,
  );
  return error.name;
}

const scenarios = {
  async "sdk: put, head, get, delete"() {
    const client = sdk();
    const Metadata = { author: "me" };
    await client.send(
      new PutObjectCommand({ Bucket, Key, Body: "content", ContentType: "text/x-note", Metadata }),
    );
    const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
    assert.deepEqual([head.ContentType, head.Metadata], ["text/x-note", Metadata]);
    const got = await client.send(new GetObjectCommand({ Bucket, Key, Range: "bytes=1-3" }));
    assert.equal(String(await bytes(got)), "ont");
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    assert.equal(await code(client.send(new GetObjectCommand({ Bucket, Key }))), "NoSuchKey");
  },

  async "sdk: a checksum"() {
    const client = sdk();
    for (const ChecksumAlgorithm of ["CRC32", "CRC32C", "SHA1", "SHA256"]) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body: "content", ChecksumAlgorithm }));
      const got = await client.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
      assert.equal(String(await bytes(got)), "content");
      assert.ok(got[`Checksum${ChecksumAlgorithm}`], ChecksumAlgorithm);
    }
  },

  async "sdk: a stream, in parts"() {
    const client = sdk();
    const upload = new Upload({
      client,
      params: { Bucket, Key: "long", Body: long },
      partSize: 5 * 1024 * 1024,
    });
    await upload.done();
    const got = await client.send(new GetObjectCommand({ Bucket, Key: "long" }));
    assert.ok(long.equals(await bytes(got)));
    assert.match(got.ETag, /-3"$/);
  },

  async "sdk: lists"() {
    const client = sdk();
    const keys = Array.from({ length: 12 }, (_, n) => `list/${String(n).padStart(2, "0")} ü`);
    for (const each of keys)
      await client.send(new PutObjectCommand({ Bucket, Key: each, Body: "" }));
    const found = [];
    const pages = paginateListObjectsV2({ client, pageSize: 5 }, { Bucket, Prefix: "list/" });
    for await (const page of pages) found.push(...page.Contents.map((each) => each.Key));
    assert.deepEqual(found, keys);
    const top = await client.send(new ListObjectsV2Command({ Bucket, Delimiter: "/" }));
    assert.ok(top.CommonPrefixes.some((each) => each.Prefix === "list/"));
    const Objects = keys.map((each) => ({ Key: each }));
    const gone = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    assert.equal(gone.Deleted.length, keys.length);
    const { Buckets } = await client.send(new ListBucketsCommand({}));
    assert.ok(Buckets.some((each) => each.Name === Bucket));
  },

  async "sdk: a copy"() {
    const client = sdk();
    await client.send(new PutObjectCommand({ Bucket, Key, Body: "content" }));
    const CopySource = encodeURIComponent(`${Bucket}/${Key}`);
    await client.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource }));
    const got = await client.send(new GetObjectCommand({ Bucket, Key: "copy" }));
    assert.equal(String(await bytes(got)), "content");
  },

  async "sdk: presigned"() {
    const client = sdk(SECRET, { requestChecksumCalculation: "WHEN_REQUIRED" });
    const command = new PutObjectCommand({ Bucket, Key });
    const put = await getSignedUrl(client, command, { expiresIn: 60 });
    assert.equal((await fetch(put, { method: "PUT", body: "by url" })).status, 200);
    const get = await getSignedUrl(
      client,
      new GetObjectCommand({ Bucket, Key, ResponseContentDisposition: "attachment" }),
    );
    const answer = await fetch(get);
    assert.equal(await answer.text(), "by url");
    assert.equal(answer.headers.get("content-disposition"), "attachment");
    const altered = await fetch(get.replace("attachment", "inline"));
    assert.match(await altered.text(), /<Code>SignatureDoesNotMatch</);
  },

  // Unless it is told otherwise the SDK signs the checksum of no bytes, and S3 refuses any others.
  async "sdk: presigned with the checksum of an empty body"() {
    const put = await getSignedUrl(sdk(), new PutObjectCommand({ Bucket, Key: "empty" }));
    assert.match(put, /x-amz-checksum-crc32=AAAAAA%3D%3D/);
    const answer = await fetch(put, { method: "PUT", body: "content" });
    assert.match(await answer.text(), /<Code>BadDigest</);
    assert.equal((await fetch(put, { method: "PUT", body: "" })).status, 200);
  },

  async "sdk: a form"() {
    const { url: action, fields } = await createPresignedPost(sdk(), {
      Bucket,
      Key: "form/${filename}",
      Conditions: [["content-length-range", 1, 10]],
      Expires: 60,
    });
    const send = (content) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append("file", new Blob([content]), "a b.txt");
      return fetch(action, { method: "POST", body: form });
    };
    assert.equal((await send("by form")).status, 204);
    const got = await sdk().send(new GetObjectCommand({ Bucket, Key: "form/a b.txt" }));
    assert.equal(String(await bytes(got)), "by form");
    assert.match(await (await send("longer than ten")).text(), /<Code>EntityTooLarge</);
  },

  async "sdk: another secret"() {
    const refused = await code(sdk("another").send(new ListBucketsCommand({})));
    assert.equal(refused, "SignatureDoesNotMatch");
  },

  async "aws4fetch: put, get, list, delete"() {
    const client = aws4fetch();
    const headers = { "content-type": "text/x-note", "x-amz-meta-author": "me" };
    const put = await client.fetch(url(Key), { method: "PUT", body: "content", headers });
    assert.equal(put.status, 200);
    const got = await client.fetch(url(Key));
    assert.equal(await got.text(), "content");
    assert.equal(got.headers.get("content-type"), "text/x-note");
    const list = await client.fetch(url("", "?list-type=2&prefix=folder%2F"));
    assert.match(await list.text(), /<Key>folder\/a b\+ü%41\.txt</);
    assert.equal((await client.fetch(url(Key), { method: "DELETE" })).status, 204);
    assert.equal((await client.fetch(url(Key))).status, 404);
  },

  async "aws4fetch: in parts"() {
    const client = aws4fetch();
    const begun = await client.fetch(url("parts", "?uploads"), { method: "POST" });
    const id = /<UploadId>([^<]+)</.exec(await begun.text())[1];
    const parts = [long.subarray(0, 6 * 1024 * 1024), long.subarray(6 * 1024 * 1024)];
    const done = [];
    for (const [index, body] of parts.entries()) {
      const query = `?partNumber=${index + 1}&uploadId=${encodeURIComponent(id)}`;
      const sent = await client.fetch(url("parts", query), { method: "PUT", body });
      done.push(`<Part><PartNumber>${index + 1}</PartNumber><ETag>${sent.headers.get("etag")}</ETag></Part>`);
    }
    const body = `<CompleteMultipartUpload>${done.join("")}</CompleteMultipartUpload>`;
    const ended = await client.fetch(url("parts", `?uploadId=${encodeURIComponent(id)}`), {
      method: "POST",
      body,
    });
    assert.equal(ended.status, 200);
    const got = await client.fetch(url("parts"));
    assert.ok(long.equals(Buffer.from(await got.arrayBuffer())));
  },

  async "aws4fetch: presigned"() {
    const client = aws4fetch();
    const signed = async (method) => {
      const address = new URL(url(Key));
      address.searchParams.set("X-Amz-Expires", "60");
      return (await client.sign(address, { method, aws: { signQuery: true } })).url;
    };
    assert.equal((await fetch(await signed("PUT"), { method: "PUT", body: "by url" })).status, 200);
    assert.equal(await (await fetch(await signed("GET"))).text(), "by url");
    const other = await fetch(await signed("PUT"));
    assert.match(await other.text(), /<Code>SignatureDoesNotMatch</);
  },

  async "aws4fetch: another secret"() {
    const answer = await aws4fetch("another").fetch(url(Key));
    assert.match(await answer.text(), /<Code>SignatureDoesNotMatch</);
  },
};

const [name] = process.argv.slice(2);
if (name) {
  await bucket(sdk());
  await scenarios[name]();
} else {
  console.log(Object.keys(scenarios).join("\n"));
}
