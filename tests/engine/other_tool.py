"""A service as others write it: jobs that run beside each other and save where they are in files."""

import asyncio
import json
import sys
import time
from pathlib import Path

state = Path(sys.argv[1]) / ".mythline"


def save(kind: str, name: str, status: dict) -> None:
    folder = state / kind
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(status))


async def import_items() -> None:
    """A share of the whole."""
    total = 20
    for done in range(total):
        share = int(done / total * 100)
        save("tasks", "import", {"status": "running", "progress": share, "current": done, "total": total})
        await asyncio.sleep(0.1)
    save("tasks", "import", {"status": "completed", "progress": 100})


async def go_through_steps() -> None:
    """Named steps."""
    steps = ["Read", "Sort", "Check", "Write"]
    for number, step in enumerate(steps, start=1):
        status = {"status": "running", "current_step": step, "step_number": number, "total_steps": len(steps)}
        save("tasks", "steps", status | {"current": number - 1, "total": len(steps)})
        await asyncio.sleep(0.4)
    save("tasks", "steps", {"status": "completed"})


async def fail() -> None:
    """An error caught and kept."""
    save("tasks", "fails", {"status": "running", "progress": 0, "message": "Starting task"})
    await asyncio.sleep(0.2)
    try:
        raise FileNotFoundError("the source is not there")
    except FileNotFoundError as error:
        save("tasks", "fails", {"status": "error", "error": str(error)})


async def write_story() -> None:
    """A story job."""

    def say(status: str, message: str, current: int) -> None:
        job = {"status": status, "message": message, "current": current, "total": 8}
        save("story_jobs", "Shadowglen", job | {"details": {}, "timestamp": time.time()})

    say("starting", "Initializing story creation", 0)
    for scene in range(8):
        await asyncio.sleep(0.2)
        say("in_progress", f"Scene {scene + 1}", scene)
    say("complete", "Story creation complete", 8)


async def main() -> None:
    await asyncio.gather(import_items(), go_through_steps(), fail(), write_story())


asyncio.run(main())
