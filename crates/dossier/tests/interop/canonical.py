"""Compares our canonical JSON with PyPI `rfc8785` and npm `canonicalize` on generated values. Not part of `cargo test`.

    pip install rfc8785==0.1.4; npm install canonicalize@4.0.0
    cargo build -p dossier --example canonical
    python3 tests/interop/canonical.py target/debug/examples/canonical [count] [seed]

Run it where npm put `node_modules`. Prints the seed; ends with an error at the first difference.
"""

import json
import random
import subprocess
import sys

import rfc8785

BINARY = sys.argv[1]
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32)
NODE = """
import canonicalize from "canonicalize";
import { createInterface } from "node:readline";
for await (const line of createInterface({ input: process.stdin })) console.log(canonicalize(JSON.parse(line)));
"""
LETTERS = [chr(c) for c in range(0x80)] + list("ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđĐ")
LETTERS += ["\u0301", "\u2028", "\ud7ff", "\ue000", "\ufb33", "\ufffd", "\uffff", "\U00010000", "\U0001f600", "\U0010ffff"]
EDGES = [0, 1, -1, 2**53 - 1, 1 - 2**53, 10**15, 255]
random.seed(SEED)


def text():
    return "".join(random.choices(LETTERS, k=random.randrange(8)))


def value(depth=0):
    kind = random.randrange(5 if depth > 4 else 7)
    if kind == 0:
        return random.choice([None, True, False])
    if kind == 1:
        return random.choice(EDGES)
    if kind == 2:
        return random.randrange(1 - 2**53, 2**53)
    if kind in (3, 4):
        return text()
    if kind == 5:
        return [value(depth + 1) for _ in range(random.randrange(5))]
    return {text(): value(depth + 1) for _ in range(random.randrange(6))}


def lines_of(command, lines):
    data = "\n".join(lines) + "\n"
    done = subprocess.run(command, input=data.encode(), capture_output=True, check=True)
    # Only the line feed ends a line: canonical bytes may hold U+2028 and other characters that Python would split at.
    return done.stdout.split(b"\n")[:-1]


print("seed", SEED)
values = [value() for _ in range(COUNT)]
lines = [json.dumps(one) for one in values]
ours = lines_of([BINARY], lines)
node = lines_of(["node", "--input-type=module", "-e", NODE], lines)
assert len(ours) == len(node) == COUNT
for line, mine, theirs, one in zip(lines, ours, node, values):
    assert mine == theirs == rfc8785.dumps(one), line

refused = ["1.5", "-0.0", "1e21", "1e-7", "9007199254740992", "-9007199254740992", '{"a":[0.1]}', "1.0"]
assert lines_of([BINARY], refused) == [b"refused"] * len(refused)
print(COUNT, "values byte-equal in three implementations;", len(refused), "numbers refused")
