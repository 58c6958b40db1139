#!/usr/bin/env python3
"""Makes a PNG of what a virtual display shows; fails while that is nothing.

    picture.py Xvfb_screen0 picture.png      the file that Xvfb keeps with -fbdir
"""

import struct
import sys
import zlib
from pathlib import Path

# A ground, a few surfaces, and letters with soft edges have many more.
COLOURS_OF_NOTHING = 64


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def main() -> None:
    """Reads the one, writes the other."""
    screen, picture = map(Path, sys.argv[1:])
    raw = screen.read_bytes()
    # An XWD file: a header of 32-bit words, a table of colours with 12 bytes for each, then the points as BGRX.
    words = struct.unpack(">25I", raw[:100])
    width, height, row, start = words[4], words[5], words[12], words[0] + 12 * words[19]
    lines = [raw[start + row * y :][: 4 * width] for y in range(height)]
    points = {line[at : at + 3] for line in lines for at in range(0, 4 * width, 4)}
    if len(points) < COLOURS_OF_NOTHING:
        sys.exit(f"{len(points)} colours: nothing is shown")
    rgb = bytearray()
    for line in lines:
        rgb += b"\0"
        triples = bytearray(3 * width)
        triples[0::3], triples[1::3], triples[2::3] = line[2::4], line[1::4], line[0::4]
        rgb += triples
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(rgb))) + chunk(b"IEND", b"")
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + body)


if __name__ == "__main__":
    main()
