// One URL by the library that is named, and the most memory that the process had, in KiB.
import fs from "node:fs";
import { LIBRARIES } from "./libraries.mjs";

const sign = await LIBRARIES[process.argv[2]]({ id: "AKIDEXAMPLE", secret: "s".repeat(40) });
if (process.argv[3] !== "import") await sign("folder/test.txt");
console.log(/VmHWM:\s+(\d+)/.exec(fs.readFileSync("/proc/self/status", "utf8"))[1]);
