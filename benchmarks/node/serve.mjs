// Does what each line on standard input asks for, and answers with a line: the microseconds of one
// URL, and the last of them.
import readline from "node:readline";
import { LIBRARIES } from "./libraries.mjs";

const signers = new Map();

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { library, keys, credentials } = JSON.parse(line);
  const name = `${library} ${credentials.token}`;
  if (!signers.has(name)) signers.set(name, await LIBRARIES[library](credentials));
  const sign = signers.get(name);
  let url;
  const start = process.cpuUsage();
  for (const key of keys) url = await sign(key);
  const { user, system } = process.cpuUsage(start);
  const microseconds = (user + system) / keys.length;
  console.log(JSON.stringify({ microseconds, url }));
}
