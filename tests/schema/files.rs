//! One file of each kind, as the program writes it, and a validator that is not ours.

use std::{
    collections::BTreeSet,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use mythline_tests::{Reply, Running, TestServer, World, wait_until};
use serde_json::{Value, json};

/// Documents to be held against schemas, all at once.
pub(crate) struct Validator {
    schemas: PathBuf,
    asked: Vec<u8>,
    seen: BTreeSet<String>,
}

impl Validator {
    pub(crate) fn new(schemas: PathBuf) -> Self {
        Self { schemas, asked: Vec::new(), seen: BTreeSet::new() }
    }

    pub(crate) fn look_at(&mut self, schema: &str, document: &Value) {
        let schema_file = self.schemas.join(format!("{schema}.schema.json"));
        writeln!(self.asked, "{}", json!({ "schema": schema_file, "document": document })).unwrap();
        self.seen.insert(schema.to_owned());
    }

    /// The files of a folder whose names end so.
    fn look_in(&mut self, schema: &str, folder: &Path, ending: &str) {
        for entry in fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
            if entry.file_name().to_string_lossy().ends_with(ending) {
                self.look_at(schema, &read(&entry.path()));
            }
        }
    }

    pub(crate) fn saw(&self, schema: &str) -> bool {
        self.seen.contains(schema)
    }

    #[track_caller]
    pub(crate) fn finds_nothing_wrong(&self) {
        assert_eq!(self.faults(), "");
    }

    /// What is wrong, a line each.
    pub(crate) fn faults(&self) -> String {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let packages = root.join("target/tools/python");
        assert!(packages.is_dir(), "the Python packages of the tests are missing: run .ci/setup/python");
        let mut python = Command::new("python3")
            .arg(root.join("tests/schema/validate.py"))
            .env("PYTHONPATH", packages)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        python.stdin.take().unwrap().write_all(&self.asked).unwrap();
        let ended = python.wait_with_output().unwrap();
        assert!(ended.status.success(), "the validator has failed");
        String::from_utf8(ended.stdout).unwrap()
    }
}

/// Has the program write every kind of file, in every state that is easy to come by.
pub(crate) fn have_all_written(world: &World, validator: &mut Validator) {
    let finished = world.write();
    world.run(&["rewrite", "The Ferry", "2", "--wish", "shorter"]).went_well();
    world.run(&["lock", "The Ferry", "1"]).went_well();
    world.run(&["queue", "limit", "2"]).went_well();
    add_a_server(world);
    let running = world.start_slowly(&["write", "The Ferry", "--seed", "7", "--player", "Ida"]);
    let take = |id: &str| world.workspace().join(format!("output/The Ferry/takes/{id}/take.json"));
    let mut other = None;
    wait_until("a step of the second story", || {
        let all = fs::read_dir(world.workspace().join("output/The Ferry/takes")).unwrap();
        let ids = all.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        other = ids.filter(|id| *id != finished).find(|id| take(id).is_file());
        other.is_some()
    });
    validator.look_in("task", &world.workspace().join(".mythline/tasks"), ".json");
    validator.look_at("owner", &read(&world.workspace().join(".mythline/owner.lock")));
    validator.look_at("take", &read(&take(&other.unwrap())));
    ask(world, validator);
    assert_eq!(running.end().code, Some(130));

    validator.look_in("task", &world.workspace().join(".mythline/tasks"), ".json");
    validator.look_in("story-job", &world.workspace().join(".mythline/story_jobs"), ".json");
    validator.look_at("take", &read(&take(&finished)));
    validator.look_at("queue", &world.json(".mythline/queue.json"));
    validator.look_at("story", &world.json("output/The Ferry/story.json"));
    validator.look_at("plan", &world.json("output/The Ferry/plan.json"));
    let data = world.home().join(".local/share/mythline");
    let config = world.home().join(".config/mythline");
    validator.look_at("settings", &read(&config.join("settings.json")));
    validator.look_at("models", &read(&config.join("models.json")));
    validator.look_at("durations", &read(&data.join("durations.json")));
    validator.look_at("capabilities", &read(&data.join("capabilities.json")));
}

/// Drops requests as scripts do, the last of which cancels what is written. What is documented as a request is
/// one, and so are the answers.
fn ask(world: &World, validator: &mut Validator) {
    let tasks = fs::read_dir(world.workspace().join(".mythline/tasks")).unwrap();
    let ids: Vec<String> = tasks
        .map(|entry| entry.unwrap().path())
        .filter(|path| matches!(read(path)["status"].as_str(), Some("running" | "starting")))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let at = "2099-01-01T06:00:00Z";
    let requests = [
        json!({ "schema": 1, "verb": "start", "kind": "story", "subject": "The Ferry", "options": {}, "at": at }),
        json!({ "schema": 1, "verb": "start", "kind": "story", "subject": "Nothing" }),
        json!({ "schema": 1, "verb": "hold_queue", "hold": true }),
        json!({ "schema": 1, "verb": "limit", "limit": 1, "lane": "parrot" }),
        json!({ "schema": 1, "verb": "clean_older", "seconds": 3600 }),
        json!({ "schema": 1, "verb": "move", "job": ids[0], "to": "last" }),
        json!({ "schema": 1, "verb": "cancel", "jobs": ids }),
    ];
    let folder = world.workspace().join(".mythline/requests");
    fs::create_dir_all(&folder).unwrap();
    for (number, request) in requests.into_iter().enumerate() {
        let name = format!("00000000-0000-4000-8000-{number:012}");
        fs::write(folder.join(format!("{name}.new")), request.to_string()).unwrap();
        fs::rename(folder.join(format!("{name}.new")), folder.join(format!("{name}.json"))).unwrap();
        let answer = folder.join(format!("{name}.answer.json"));
        wait_until("an answer", || answer.is_file());
        validator.look_at("request", &request);
        validator.look_at("answer", &read(&answer));
    }
}

/// A server on the real shelf, with what it was seen to do.
fn add_a_server(world: &World) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(TestServer::start(|asked, _| match asked.what.as_str() {
        "GET /v1/models" => Reply::models(&["story-7b"]),
        _ => Reply::texts(&["Voss ran home."]),
    }));
    for args in [&["add-server", &server.url(), "--key-env", "NO_SUCH_KEY"][..], &["test", "story-7b"]] {
        let mut command = world.command(&[&["models"], args].concat());
        command.env("MYTHLINE_REAL_MODELS", "1").env("NO_SUCH_KEY", "sk-1");
        Running::start(command).end().went_well();
    }
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}
