#!/usr/bin/env python3
"""Prints the licences of everything that is built into the programs.

    licences.py TARGET PACKAGE…      for a system, such as x86_64-unknown-linux-gnu, and the cargo packages shipped

Texts that several share stand once. A package that brings no text is named with its licence, whose text others bring.
"""

import sys
from collections import defaultdict
from pathlib import Path

import parts

NAMES = ("license", "licence", "copying", "notice", "unlicense")


def texts(folder: Path) -> list[str]:
    """The licence texts that lie in a folder, and beneath it: there lies what the package has of others."""
    files = (file for file in sorted(folder.rglob("*")) if "node_modules" not in file.parts[len(folder.parts) :])
    files = (file for file in files if file.name.lower().startswith(NAMES) and file.suffix in ("", ".md", ".txt"))
    return list(dict.fromkeys(file.read_text(errors="replace").strip() for file in files if file.is_file()))


def main() -> None:
    """Prints them."""
    target, *programs = sys.argv[1:]
    all_parts = parts.crates(target, programs) + parts.modules()
    by_text, without = defaultdict(list), defaultdict(list)
    for part in all_parts:
        found = texts(part.folder)
        for text in found:
            by_text[text].append(f"{part.name} {part.version}")
        if not found:
            without[part.licence].append(f"{part.name} {part.version}")
    print("Mythline is under the Apache License 2.0. Built into it:\n")
    for part in all_parts:
        print(f"  {part.name} {part.version}: {part.licence}")
    rule = "=" * 100
    for licence, names in sorted(without.items()):
        print(f"\n{rule}\n{', '.join(names)}\n\n{licence}; brought without its text. See the same licence below.")
    for text, names in sorted(by_text.items(), key=lambda pair: pair[1]):
        print(f"\n{rule}\n{', '.join(names)}\n\n{text}")


if __name__ == "__main__":
    main()
