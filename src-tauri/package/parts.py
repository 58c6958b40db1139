"""What the programs are made of: packages of cargo, and those of npm that are in the window's page."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Part:
    """One package of others."""

    name: str
    version: str
    licence: str
    folder: Path
    kind: str

    @property
    def purl(self) -> str:
        """Its name in the way that lists of parts agree on."""
        return f"pkg:{self.kind}/{self.name.replace('@', '%40')}@{self.version}"


def crates(target: str, programs: list[str]) -> list[Part]:
    """Every crate of others that these packages are built from on a system."""
    command = ["cargo", "metadata", "--format-version=1", "--locked", "--filter-platform", target]
    metadata = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    seen, ahead = set(), [id for id, package in packages.items() if package["name"] in programs]
    while ahead:
        id = ahead.pop()
        if id not in seen:
            seen.add(id)
            kinds = {dep["pkg"]: {kind["kind"] for kind in dep["dep_kinds"]} for dep in nodes[id]["deps"]}
            ahead += [package for package, of in kinds.items() if of != {"dev"}]
    of_others = sorted((packages[id] for id in seen if packages[id]["source"]), key=lambda p: (p["name"], p["version"]))
    return [
        Part(p["name"], p["version"], p["license"] or "see its text", Path(p["manifest_path"]).parent, "cargo")
        for p in of_others
    ]


def modules() -> list[Part]:
    """The packages that the window's page is made of."""
    wanted = json.loads((ROOT / "ui" / "package.json").read_text())["dependencies"]
    found = []
    for name in sorted(wanted):
        folder = ROOT / "ui" / "node_modules" / name
        about = json.loads((folder / "package.json").read_text())
        found.append(Part(name, about["version"], about.get("license", "see its text"), folder, "npm"))
    return found
