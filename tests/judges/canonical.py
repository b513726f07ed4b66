"""Canonical JSON in four implementations: ours natively, ours in WebAssembly, npm `canonicalize` and PyPI `rfc8785`.

The published vectors that fit our profile and generated values must have the same bytes in all four; every number outside of the
profile must be refused by both of ours.

    python tests/judges/canonical.py BINARY MODULE [COUNT] [SEED]     (cargo xtask test judges builds both)

BINARY is the example `canonical` of the package `dossier`, MODULE what wasm-bindgen makes of the package `proofs` for Node.
"""

import json
import random
import subprocess
import sys
from pathlib import Path

import rfc8785

BINARY, MODULE = sys.argv[1:3]
COUNT = int(sys.argv[3]) if len(sys.argv) > 3 else 20_000
SEED = int(sys.argv[4]) if len(sys.argv) > 4 else random.randrange(1 << 32)
HERE = Path(__file__).resolve().parent
PUBLISHED = json.loads((HERE / "vectors.json").read_text())
LETTERS = [chr(c) for c in range(0x80)] + list("ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđĐ")
LETTERS += ["\u0301", "\u2028", "\ud7ff", "\ue000", "\ufb33", "\ufffd", "\uffff", "\U00010000", "\U0001f600", "\U0010ffff"]
EDGES = [0, 1, -1, 2**53 - 1, 1 - 2**53, 10**15, 255]
# Beside those of the RFC.
NUMBERS = ["1.5", "1.0", "-0", "1e2", "1E-7", "9007199254740993", "18446744073709551615", "18446744073709551616"]
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


def number():
    """A number outside of the profile, as text."""
    kind = random.randrange(3)
    if kind == 0:
        return repr(random.uniform(-1e9, 1e9))
    if kind == 1:
        return str(random.choice([1, -1]) * random.randrange(2**53, 2**70))
    return f"{random.randrange(10)}e{random.randrange(-20, 20)}"


def lines_of(command, lines):
    data = "\n".join(lines) + "\n"
    done = subprocess.run(command, input=data.encode(), stdout=subprocess.PIPE, check=True)
    # Only the line feed ends a line: canonical bytes may hold U+2028 and other characters that Python would split at.
    return done.stdout.split(b"\n")[:-1]


def in_all_four(values, lines):
    """The canonical bytes of each line, which must be the same in all four."""
    native, wasm = lines_of([BINARY], lines), lines_of(["node", HERE / "canonical.mjs", MODULE], lines)
    node = lines_of(["node", HERE / "canonical.mjs"], lines)
    assert len(native) == len(wasm) == len(node) == len(lines)
    for line, one, *others in zip(lines, values, native, wasm, node):
        assert others == [rfc8785.dumps(one)] * 3, (line, others)
    return native


print("seed", SEED)
inputs = [vector["input"] for vector in PUBLISHED["vectors"]]
made = in_all_four([json.loads(one) for one in inputs], [json.dumps(json.loads(one)) for one in inputs])
assert made == [vector["output"].encode() for vector in PUBLISHED["vectors"]]

values = [value() for _ in range(COUNT)]
in_all_four(values, [json.dumps(one) for one in values])

numbers = PUBLISHED["numbers"] + NUMBERS + [number() for _ in range(COUNT // 10)]
refused = numbers + ['{"a":[%s]}' % one for one in numbers]
refused += [" ".join(vector["input"].split()) for vector in PUBLISHED["refused"]]
for command in ([BINARY], ["node", HERE / "canonical.mjs", MODULE]):
    for line, answer in zip(refused, lines_of(command, refused), strict=True):
        assert answer == b"refused", (command, line)
print(f"{len(made)} published vectors and {COUNT} values byte-equal in four implementations; {len(refused)} with numbers refused by both of ours")
