"""Progress the page's way: JOBS asyncio tasks, each of which rewrites its JSON file for every update.

python3 page.py JOBS UPDATES, in an empty folder. Prints updates a second.
"""

import asyncio
import json
import sys
import time
import uuid
from pathlib import Path


def save_progress(task_id, status):
    progress_dir = Path(".mythline/tasks")
    progress_dir.mkdir(parents=True, exist_ok=True)
    (progress_dir / f"{task_id}.json").write_text(json.dumps(status))


async def run_task(task_id, total):
    for done in range(total):
        await asyncio.sleep(0)
        save_progress(task_id, {
            "status": "running",
            "message": "Writing scene 1.",
            "progress": int((done + 1) / total * 100),
            "current": done + 1,
            "total": total,
            "current_step": "The harbour by night",
            "step_number": 1,
            "total_steps": 1,
            "timestamp": time.time(),
        })
    save_progress(task_id, {"status": "completed", "progress": 100})


async def main():
    jobs, updates = int(sys.argv[1]), int(sys.argv[2])
    began = time.perf_counter()
    await asyncio.gather(*(asyncio.create_task(run_task(str(uuid.uuid4()), updates)) for _ in range(jobs)))
    print(jobs * updates / (time.perf_counter() - began))


asyncio.run(main())
