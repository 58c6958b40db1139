#!/usr/bin/env python3
"""Prints what the programs are made of, as CycloneDX 1.5 in JSON.

    sbom.py VERSION TARGET PACKAGE…
"""

import json
import sys

import parts

MODEL = {
    "type": "machine-learning-model",
    "name": "SmolLM2-135M-Instruct",
    "version": "Q4_1",
    "licenses": [{"license": {"id": "Apache-2.0"}}],
    "hashes": [{"alg": "SHA-256", "content": "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"}],
}


def component(part: parts.Part) -> dict:
    """One part, as the form has it."""
    return {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "purl": part.purl,
        "licenses": [{"expression": part.licence.replace("/", " OR ")}],
    }


def main() -> None:
    """Prints it."""
    version, target, *programs = sys.argv[1:]
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": "Mythline",
                "version": version,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": [component(part) for part in parts.crates(target, programs) + parts.modules()] + [MODEL],
    }
    print(json.dumps(bom, indent=2))


if __name__ == "__main__":
    main()
