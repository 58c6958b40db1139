#!/usr/bin/env python3
"""Makes every icon file from mythline.svg: PNGs, icon.ico (Windows) and icon.icns (macOS).

Run it after a change of the drawing; what it makes is committed. It needs rsvg-convert
(Debian: librsvg2-bin) and nothing else. Both container formats hold PNGs as they are.
"""

import struct
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
SIZES = [16, 24, 32, 48, 64, 128, 256, 512]
ICO_SIZES = [16, 24, 32, 48, 64, 256]
ICNS_TYPES = {"icp4": 16, "icp5": 32, "icp6": 64, "ic07": 128, "ic08": 256, "ic09": 512}


def png(size: int) -> bytes:
    """The drawing at a size in pixels."""
    square = ["--width", str(size), "--height", str(size)]
    return subprocess.run(["rsvg-convert", *square, HERE / "mythline.svg"], check=True, capture_output=True).stdout


def ico(images: dict[int, bytes]) -> bytes:
    """Windows: a directory of 16-byte entries, then the pictures. A side of 256 is written as 0."""
    offset = 6 + 16 * len(images)
    directory, pictures = struct.pack("<HHH", 0, 1, len(images)), b""
    for size, data in images.items():
        side = size % 256
        directory += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(data), offset + len(pictures))
        pictures += data
    return directory + pictures


def icns(images: dict[str, bytes]) -> bytes:
    """macOS: chunks of type, length and picture, in one chunk around them."""
    chunks = b"".join(kind.encode() + struct.pack(">I", 8 + len(data)) + data for kind, data in images.items())
    return b"icns" + struct.pack(">I", 8 + len(chunks)) + chunks


def main() -> None:
    """Writes them all beside the drawing."""
    drawn = {size: png(size) for size in SIZES}
    for size, data in drawn.items():
        (HERE / f"{size}x{size}.png").write_bytes(data)
    (HERE / "icon.ico").write_bytes(ico({size: drawn[size] for size in ICO_SIZES}))
    (HERE / "icon.icns").write_bytes(icns({kind: drawn[size] for kind, size in ICNS_TYPES.items()}))


if __name__ == "__main__":
    main()
