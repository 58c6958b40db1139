"""A story service of another make: FastAPI, asyncio, and a JSON file for each job under `.mythline`.

It works in the folder it is started in. A line such as `POST /story/create {"subject": "Tower"}` is a request as a
browser would send it, and `step NAME` lets that work take its next step; each is answered with a line of JSON. So
whoever drives it decides when anything happens, and no port is opened.
"""

import asyncio
import json
import sys
import time
import uuid
from pathlib import Path

import httpx
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

TASKS = Path(".mythline/tasks")
STORY_JOBS = Path(".mythline/story_jobs")
A_DAY = 24 * 60 * 60

app = FastAPI()
running: dict[str, asyncio.Task] = {}


class Gate:
    """Where a work waits between two steps."""

    def __init__(self) -> None:
        self._go = asyncio.Semaphore(0)
        self.reached = asyncio.Event()

    async def wait(self) -> None:
        self.reached.set()
        await self._go.acquire()

    async def let_through(self) -> None:
        self.reached.clear()
        self._go.release()
        await self.reached.wait()


gates: dict[str, Gate] = {}


def begin(name: str, work) -> None:
    """Starts a work in the background; it is given the gate of its name."""
    gate = gates[name] = Gate()

    async def to_its_end() -> None:
        try:
            await work(gate)
        finally:
            gate.reached.set()

    running[name] = asyncio.create_task(to_its_end())


def save(folder: Path, name: str, status: dict) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(status))


def load(folder: Path, name: str) -> dict:
    file = folder / f"{name}.json"
    if not file.exists():
        raise HTTPException(404, "There is no such job")
    return json.loads(file.read_text())


class Items(BaseModel):
    items: list[str]


@app.post("/import")
async def start_import(request: Items) -> dict:
    """A share of the whole, in per cent. An item called `bad` ends it."""
    task_id = str(uuid.uuid4())
    save(TASKS, task_id, {"status": "running", "progress": 0, "message": "Starting task"})

    async def work(gate: Gate) -> None:
        total = len(request.items)
        try:
            for done, item in enumerate(request.items, start=1):
                await gate.wait()
                if item == "bad":
                    raise ValueError(f"{item} cannot be read")
                share = int(done / total * 100)
                save(TASKS, task_id, {"status": "running", "progress": share, "current": done, "total": total})
            await gate.wait()
            save(TASKS, task_id, {"status": "completed", "progress": 100, "result": {"items": total}})
        except ValueError as error:
            save(TASKS, task_id, {"status": "error", "error": str(error)})

    begin(task_id, work)
    return {"task_id": task_id, "status": "started"}


@app.post("/steps")
async def start_steps(request: Items) -> dict:
    """Steps by name."""
    task_id = str(uuid.uuid4())

    async def work(gate: Gate) -> None:
        steps = request.items
        for number, step in enumerate(steps, start=1):
            status = {"status": "running", "current_step": step, "step_number": number, "total_steps": len(steps)}
            save(TASKS, task_id, status)
            await gate.wait()
        save(TASKS, task_id, {"status": "completed"})

    begin(task_id, work)
    return {"task_id": task_id}


class Story(BaseModel):
    subject: str
    player: str


@app.post("/story/create")
async def create_story(request: Story) -> dict:
    """A story of notes, whose job is named by its subject."""
    notes = Path(f"output/{request.subject}/research.md")
    if not notes.exists():
        raise HTTPException(400, f"No notes at {notes}")
    facts = [line for line in notes.read_text().splitlines() if line.startswith("- ")]

    def say(status: str, message: str, current: int = 0, total: int = 0, at: float = 0) -> None:
        job = {"status": status, "message": message, "current": current, "total": total}
        save(STORY_JOBS, request.subject, job | {"details": {}, "timestamp": at})

    say("starting", "Initializing story creation")

    async def work(gate: Gate) -> None:
        try:
            await gate.wait()
            say("planning", "Laying out the scenes", 0, len(facts), time.time())
            for number, fact in enumerate(facts, start=1):
                await gate.wait()
                say("in_progress", f"Scene {number} for {request.player}", number - 1, len(facts), time.time())
                if not fact.removeprefix("- "):
                    raise ValueError("a fact says nothing")
            await gate.wait()
            say("complete", "Story creation complete", len(facts), len(facts), time.time())
        except ValueError as error:
            say("error", str(error))

    begin(request.subject, work)
    return {"status": "started", "message": f"Story creation started for {request.subject}"}


@app.get("/status/{task_id}")
async def status(task_id: str) -> dict:
    return load(TASKS, task_id)


@app.get("/story/progress/{subject}")
async def story_progress(subject: str) -> dict:
    return load(STORY_JOBS, subject)


@app.get("/tasks/{task_id}/result")
async def result(task_id: str) -> dict:
    said = load(TASKS, task_id)
    if said["status"] == "running":
        raise HTTPException(425, "The job is still at work")
    if said["status"] == "error":
        raise HTTPException(500, said["error"])
    return {"result": said["result"]}


@app.delete("/tasks/{task_id}/cancel")
async def cancel(task_id: str) -> dict:
    if task_id not in running:
        raise HTTPException(404, "There is no such job")
    if running[task_id].done():
        return {"status": "already_completed"}
    running[task_id].cancel()
    save(TASKS, task_id, {"status": "cancelled"})
    return {"status": "cancelled"}


@app.delete("/tasks/{task_id}")
async def clean(task_id: str) -> dict:
    work = running.pop(task_id, None)
    if work is not None and not work.done():
        work.cancel()
    (TASKS / f"{task_id}.json").unlink(missing_ok=True)
    return {"status": "cleaned"}


@app.delete("/tasks")
async def clean_old() -> dict:
    """Whatever lies in the folder for longer than a day, whoever wrote it."""
    old = [file for file in TASKS.glob("*.json") if time.time() - file.stat().st_mtime > A_DAY]
    for file in old:
        file.unlink()
    return {"cleaned": len(old)}


async def answer(client: httpx.AsyncClient, line: str) -> dict:
    verb, _, rest = line.partition(" ")
    if verb == "step":
        await gates[rest].let_through()
        return {"code": 200, "body": None}
    path, _, body = rest.partition(" {")
    said = await client.request(verb, path, json=json.loads("{" + body) if body else None)
    return {"code": said.status_code, "body": said.json()}


async def main() -> None:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        while line := await asyncio.to_thread(sys.stdin.readline):
            print(json.dumps(await answer(client, line.strip())), flush=True)


asyncio.run(main())
