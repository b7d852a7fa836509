// Runs run_vectors.py inside MicroPython and inside Pyodide, both as WebAssembly on Node.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";
import { loadPyodide } from "pyodide";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(path.dirname(here));

function copy(fs_, from, to, ending) {
  fs_.mkdir(to);
  for (const name of fs.readdirSync(from)) {
    if (name.endsWith(ending)) {
      fs_.writeFile(`${to}/${name}`, fs.readFileSync(path.join(from, name)));
    }
  }
}

function run(name, engine, leftOut) {
  engine.FS.mkdir("/project");
  copy(engine.FS, path.join(root, "sigv4presign"), "/project/sigv4presign", ".py");
  copy(engine.FS, path.join(root, "vectors"), "/project/vectors", ".json");
  const source = fs.readFileSync(path.join(here, "run_vectors.py"), "utf8");
  engine.FS.writeFile("/project/run_vectors.py", source);
  engine.runPython(`
import sys
sys.path.insert(0, "/project")
import run_vectors
status = run_vectors.main("/project/vectors", ${leftOut})
`);
  if (engine.globals.get("status") !== 0) {
    throw new Error("not as on CPython");
  }
}

const micropython = await loadMicroPython({ heapsize: 32 * 1024 * 1024, linebuffer: true });
const pyodide = await loadPyodide();
const engines = [
  ["MicroPython", micropython, '("now-year-9999",)'], // its gmtime() counts in 32 bits
  ["Pyodide", pyodide, "()"],
];
let failed = 0;
for (const [name, engine, leftOut] of engines) {
  try {
    run(name, engine, leftOut);
  } catch (error) {
    // Node itself would print the engine's whole source with it, which is one line.
    console.error(`${name}: ${String(error.message).slice(0, 2000)}`);
    failed += 1;
  }
}
process.exit(failed);
