// Makers of presigned URLs on Node: for each library a function from the credentials to one that
// presigns a key. A library is imported when it is asked for, so that its import can be timed.
const HOST = "examplebucket.s3.us-east-1.amazonaws.com";
const encoded = (key) => key.split("/").map(encodeURIComponent).join("/");

export const LIBRARIES = {
  aws4: async ({ id, secret, token }) => {
    const { default: aws4 } = await import("aws4");
    const keys = { accessKeyId: id, secretAccessKey: secret, sessionToken: token };
    return async (key) => {
      const path = `/${encoded(key)}?X-Amz-Expires=3600`;
      const request = { host: HOST, path, service: "s3", region: "us-east-1", signQuery: true };
      return `https://${HOST}${aws4.sign(request, keys).path}`;
    };
  },
  aws4fetch: async ({ id, secret, token }) => {
    const { AwsClient } = await import("aws4fetch");
    const keys = { accessKeyId: id, secretAccessKey: secret, sessionToken: token };
    const client = new AwsClient({ ...keys, service: "s3", region: "us-east-1" });
    return async (key) => {
      const url = `https://${HOST}/${encoded(key)}?X-Amz-Expires=3600`;
      return (await client.sign(url, { aws: { signQuery: true } })).url;
    };
  },
  "@aws-sdk/s3-request-presigner": async ({ id, secret, token }) => {
    const { GetObjectCommand, S3Client } = await import("@aws-sdk/client-s3");
    const { getSignedUrl } = await import("@aws-sdk/s3-request-presigner");
    const keys = { accessKeyId: id, secretAccessKey: secret, sessionToken: token };
    const client = new S3Client({ region: "us-east-1", credentials: keys });
    return (key) => getSignedUrl(client, new GetObjectCommand({ Bucket: "examplebucket", Key: key }));
  },
};
