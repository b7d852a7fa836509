"""Compare `../layouts.json` with what the SDKs print here, or write it anew (--write)."""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
LAYOUTS = HERE.parent / "layouts.json"
SIGNERS = {  # layout: folder and command
    "js": ("js", ["node", "sign.mjs"]),
    "sorted": ("go", ["go", "run", "."]),
    "rust": ("rust", ["cargo", "run", "--quiet"]),
}


def flat(case):
    credentials = {"session_token": None, **case["credentials"]}
    return {
        **{key: case[key] for key in case if key not in ("credentials", "printed")},
        **credentials,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    write = parser.parse_args().write
    document = json.loads(LAYOUTS.read_text("utf-8"))
    wrong = 0
    for layout, (folder, command) in SIGNERS.items():
        if shutil.which(command[0]) is None:
            print(f"{layout}: not run, {command[0]} is not installed")
            continue
        # A signer whose own notation differs from the URL it was given says so in "given".
        given = [
            {**flat(case), "url": case["printed"][layout].get("given", case["url"])}
            for case in document["cases"]
        ]
        done = subprocess.run(
            command,
            cwd=HERE / folder,
            input=json.dumps(given),
            capture_output=True,
            text=True,
            check=True,
        )
        printed = json.loads(done.stdout)
        for case in document["cases"]:
            expected, found = case["printed"][layout], printed[case["name"]]
            if "url" in found and found["url"] != expected.get("url"):
                wrong += 1
                print(f"{layout}/{case['name']}: {found['url']}")
                expected["url"] = found["url"]
        print(f"{layout}: {len(given)} cases run")
    if write:
        LAYOUTS.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 1 if wrong and not write else 0


if __name__ == "__main__":
    sys.exit(main())
