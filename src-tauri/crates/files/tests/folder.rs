//! Folders from outside: what is followed, what is refused, and in which order things reach the disk.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests prepare what others would leave")]

use std::{
    fs,
    io::ErrorKind,
    sync::{Arc, Mutex},
};

use mythline_files::{
    FileError, FileFault, FileKind, Folder, Lock, LockError, LogFile, Op, RelPath, Tap, this_process,
};
use tempfile::TempDir;

fn path(text: &str) -> RelPath {
    RelPath::parse(text).unwrap()
}

fn open() -> (TempDir, Folder) {
    let dir = TempDir::new().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    (dir, folder)
}

fn fault<T: std::fmt::Debug>(result: Result<T, FileError>) -> FileFault {
    result.unwrap_err().fault
}

type Which = fn(&Op) -> bool;

/// Records every change, and lets those fail that it is told to.
#[derive(Default)]
struct Recorder {
    seen: Mutex<Vec<Op>>,
    fails: Mutex<Option<(Which, ErrorKind)>>,
}

impl Tap for Recorder {
    fn before(&self, op: &Op) -> std::io::Result<()> {
        self.seen.lock().unwrap().push(op.clone());
        match *self.fails.lock().unwrap() {
            Some((which, how)) if which(op) => Err(how.into()),
            _ => Ok(()),
        }
    }
}

#[test]
fn a_file_is_written_beside_forced_and_moved_in_its_place() {
    let (dir, folder) = open();
    let tap = Arc::new(Recorder::default());
    let folder = folder.with_tap(tap.clone());
    folder.write(&path("output/The Tower/plan.json"), b"{}").unwrap();
    assert_eq!(fs::read(dir.path().join("output/The Tower/plan.json")).unwrap(), b"{}");
    let seen = tap.seen.lock().unwrap();
    let [
        Op::MakeFolder(outer),
        Op::SyncFolder(root),
        Op::MakeFolder(inner),
        Op::SyncFolder(above),
        Op::Create(temp),
        Op::Append(appended, bytes),
        Op::Sync(synced),
        Op::Rename(from, to),
        Op::SyncFolder(around),
    ] = &seen[..]
    else {
        panic!("{seen:#?}")
    };
    assert_eq!((outer.as_str(), root.as_str()), ("output", ""));
    assert_eq!(
        (inner.as_str(), above.as_str(), around.as_str()),
        ("output/The Tower", "output", "output/The Tower")
    );
    assert!(temp.starts_with("output/The Tower/.mythline-") && [appended, synced, from] == [temp; 3]);
    assert_eq!((to.as_str(), bytes.as_slice()), ("output/The Tower/plan.json", b"{}".as_slice()));
}

#[test]
fn a_write_that_fails_anywhere_leaves_what_was_there() {
    let steps: [Which; 4] = [
        |op| matches!(op, Op::Create(_)),
        |op| matches!(op, Op::Append(..)),
        |op| matches!(op, Op::Sync(_)),
        |op| matches!(op, Op::Rename(..)),
    ];
    let kinds = [
        (ErrorKind::StorageFull, FileFault::DiskFull),
        (ErrorKind::QuotaExceeded, FileFault::DiskFull),
        (ErrorKind::ReadOnlyFilesystem, FileFault::ReadOnly),
        (ErrorKind::PermissionDenied, FileFault::Denied),
        (ErrorKind::Other, FileFault::Other),
    ];
    for which in steps {
        for (how, wanted) in kinds {
            let (_dir, folder) = open();
            let tap = Arc::new(Recorder::default());
            let folder = folder.with_tap(tap.clone());
            folder.write(&path("a.json"), b"before").unwrap();
            *tap.fails.lock().unwrap() = Some((which, how));
            assert_eq!(fault(folder.write(&path("a.json"), b"after")), wanted);
            assert_eq!(folder.read(&path("a.json"), 100).unwrap(), b"before");
            assert_eq!(folder.list(None).unwrap().len(), 1, "no temporary file stays");
        }
    }
}

#[cfg(unix)]
#[test]
fn what_we_make_is_for_its_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (dir, folder) = open();
    folder.write(&path("a/b/c.txt"), b"").unwrap();
    let mode = |of: &str| fs::metadata(dir.path().join(of)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("a"), mode("a/b"), mode("a/b/c.txt")), (0o700, 0o700, 0o600));
}

#[cfg(unix)]
#[test]
fn nothing_that_is_no_regular_file_is_opened_or_replaced() {
    use std::os::unix::{fs::symlink, net::UnixListener};
    let (dir, folder) = open();
    let outside = TempDir::new().unwrap();
    fs::write(outside.path().join("secret"), "secret").unwrap();
    let at = |name: &str| dir.path().join(name);
    symlink(outside.path().join("secret"), at("link")).unwrap();
    symlink("nowhere", at("dangling")).unwrap();
    symlink(outside.path(), at("away")).unwrap();
    fs::create_dir(at("folder")).unwrap();
    fs::write(at("file"), "x").unwrap();
    assert!(std::process::Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
    let _listener = UnixListener::bind(at("socket")).unwrap();
    let odd = [
        ("link", FileKind::Link),
        ("dangling", FileKind::Link),
        ("folder", FileKind::Folder),
        ("pipe", FileKind::Pipe),
        ("socket", FileKind::Socket),
    ];
    for (name, kind) in odd {
        assert_eq!(fault(folder.read(&path(name), 100)), FileFault::Odd(kind), "{name}");
        assert_eq!(fault(folder.read_tail(&path(name), 100)), FileFault::Odd(kind), "{name}");
        assert_eq!(fault(folder.write(&path(name), b"!")), FileFault::Odd(kind), "{name}");
        assert_eq!(fault(folder.rename(&path("file"), &path(name))), FileFault::Odd(kind), "{name}");
        assert!(LogFile::open(&folder, path(name), 100).is_err(), "{name}");
        assert_eq!(folder.entry(&path(name)).unwrap().kind, kind, "{name}");
    }
    assert_eq!(fault(folder.read(&path("away/secret"), 100)), FileFault::Odd(FileKind::Link));
    assert_eq!(fault(folder.write(&path("away/new"), b"!")), FileFault::Odd(FileKind::Link));
    assert_eq!(fault(folder.list(Some(&path("away")))), FileFault::Odd(FileKind::Link));
    assert_eq!(fault(folder.read(&path("file/below"), 100)), FileFault::Odd(FileKind::File));
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1, "nothing was made outside");
}

#[test]
fn reading_has_limits() {
    let (_dir, folder) = open();
    folder.write(&path("a.txt"), "zwölf".as_bytes()).unwrap();
    assert_eq!(folder.read(&path("a.txt"), 6).unwrap(), "zwölf".as_bytes());
    assert_eq!(fault(folder.read(&path("a.txt"), 5)), FileFault::TooLarge { limit: 5 });
    assert_eq!(fault(folder.read(&path("b.txt"), 5)), FileFault::Missing);
    folder.write(&path("latin.txt"), b"zw\xf6lf").unwrap();
    assert_eq!(fault(folder.read_text(&path("latin.txt"), 100)), FileFault::NotText);
    let tail = folder.read_tail(&path("a.txt"), 2).unwrap();
    assert_eq!((tail.bytes.as_slice(), tail.cut), (b"lf".as_slice(), true));
    assert!(!folder.read_tail(&path("a.txt"), 6).unwrap().cut);
}

#[test]
fn files_are_moved_removed_and_listed() {
    let (_dir, folder) = open();
    folder.write(&path("tasks/a.json"), b"1").unwrap();
    folder.write(&path("tasks/b.json"), b"22").unwrap();
    folder.rename(&path("tasks/a.json"), &path("cleaned/a.json")).unwrap();
    let names = |of: &str| -> Vec<String> {
        folder.list(Some(&path(of))).unwrap().into_iter().map(|entry| entry.name).collect()
    };
    assert_eq!((names("tasks"), names("cleaned")), (vec!["b.json".to_owned()], vec!["a.json".to_owned()]));
    folder.remove(&path("cleaned/a.json")).unwrap();
    folder.remove(&path("cleaned/a.json")).unwrap();
    folder.remove(&path("nowhere/a.json")).unwrap();
    folder.remove_folder(&path("cleaned")).unwrap();
    assert_eq!(fault(folder.list(Some(&path("cleaned")))), FileFault::Missing);
    assert_eq!(fault(folder.rename(&path("gone"), &path("there"))), FileFault::Missing);
    let entry = folder.entry(&path("tasks/b.json")).unwrap();
    assert_eq!((entry.bytes, entry.kind), (2, FileKind::File));
    assert!(entry.changed_at > 1_600_000_000_000);
}

#[test]
fn what_a_crash_left_is_swept_and_nothing_else() {
    let (_dir, folder) = open();
    for name in [".mythline-0123.tmp", ".hidden.tmp", "a.tmp", "a.json"] {
        folder.write(&path("tasks").join(name).unwrap(), b"x").unwrap();
    }
    assert_eq!(folder.sweep(Some(&path("tasks"))).unwrap(), 1);
    let left: Vec<_> =
        folder.list(Some(&path("tasks"))).unwrap().into_iter().map(|entry| entry.name).collect();
    assert_eq!(left, [".hidden.tmp", "a.json", "a.tmp"]);
    assert_eq!(folder.sweep(Some(&path("nowhere"))).unwrap(), 0);
}

#[test]
fn a_folder_that_is_deleted_while_open_is_gone() {
    let (dir, folder) = open();
    folder.write(&path("a"), b"1").unwrap();
    fs::remove_dir_all(dir.path()).unwrap();
    assert!(folder.is_gone());
    assert_eq!(fault(folder.write(&path("a"), b"2")), FileFault::Gone);
    assert_eq!(fault(folder.write(&path("b/c"), b"2")), FileFault::Gone);
    assert_eq!(fault(folder.read(&path("a"), 9)), FileFault::Gone);
}

#[test]
fn a_folder_within_tells_its_whole_path_to_the_tap() {
    let (_dir, folder) = open();
    let tap = Arc::new(Recorder::default());
    let folder = folder.with_tap(tap.clone());
    folder.make_folder(&path("a/b")).unwrap();
    folder.sub(&path("a/b")).unwrap().write(&path("c.txt"), b"").unwrap();
    let seen = tap.seen.lock().unwrap();
    assert!(matches!(&seen[seen.len() - 2], Op::Rename(_, to) if to == "a/b/c.txt"), "{seen:?}");
    assert_eq!(seen.last(), Some(&Op::SyncFolder("a/b".to_owned())));
}

#[test]
fn a_log_never_grows_past_its_bound_and_keeps_its_end() {
    let (_dir, folder) = open();
    let mut log = LogFile::open(&folder, path("logs/a.log"), 1000).unwrap();
    for n in 0..500 {
        log.line(&format!("line {n}\nwith a break")).unwrap();
        assert!(folder.entry(&path("logs/a.log")).unwrap().bytes <= 1000);
    }
    drop(log);
    LogFile::open(&folder, path("logs/a.log"), 1000).unwrap().line("the last").unwrap();
    let text = folder.read_text(&path("logs/a.log"), 2000).unwrap();
    assert!(text.ends_with("line 499 with a break\nthe last\n"), "{text}");
    assert!(text.lines().all(|line| line.starts_with("line ") || line == "the last"), "{text}");
}

#[test]
fn one_holds_a_lock_and_others_are_told_who() {
    let (_dir, folder) = open();
    let at = path(".mythline/owner.lock");
    let me = this_process("mythline");
    let lock = Lock::take(&folder, &at, &me).unwrap();
    match Lock::take(&folder, &at, &this_process("mythline-desktop")) {
        Err(LockError::Held(Some(owner))) => assert_eq!(owner, me),
        other => panic!("{other:?}"),
    }
    drop(lock);
    assert_eq!(Lock::holder(&folder, &at), None);
    Lock::take(&folder, &at, &me).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_process_is_known_by_its_start_too() {
    let me = this_process("mythline");
    assert_eq!(me.pid, std::process::id());
    let (boot, ticks) = me.process_start.split_once(':').unwrap();
    assert_eq!(boot.len(), 36);
    assert!(ticks.parse::<u64>().unwrap() > 0);
    assert_eq!(this_process("mythline"), me);
}

#[test]
fn what_passes_is_whole_as_others_see_it_and_costs_no_sync() {
    let (dir, folder) = open();
    folder.make_folder(&path("live")).unwrap();
    let tap = Arc::new(Recorder::default());
    let folder = folder.with_tap(tap.clone());
    folder.write_passing(&path("live/one.txt"), b"It was").unwrap();
    folder.write_passing(&path("live/one.txt"), b"It was night.").unwrap();
    assert_eq!(fs::read(dir.path().join("live/one.txt")).unwrap(), b"It was night.");
    folder.remove_passing(&path("live/one.txt")).unwrap();
    folder.remove_passing(&path("live/one.txt")).unwrap();
    assert_eq!(folder.names(Some(&path("live"))).unwrap(), Vec::<String>::new());
    let forced = |op: &Op| matches!(op, Op::Sync(_) | Op::SyncFolder(_));
    assert!(!tap.seen.lock().unwrap().iter().any(forced));
    tap.fails.lock().unwrap().replace((|op| matches!(op, Op::Rename(..)), ErrorKind::StorageFull));
    assert_eq!(fault(folder.write_passing(&path("live/two.txt"), b"x")), FileFault::DiskFull);
    assert_eq!(folder.names(Some(&path("live"))).unwrap(), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn anything_can_be_set_aside_and_nothing_is_followed() {
    let (dir, folder) = open();
    fs::write(dir.path().join("secret"), "kept").unwrap();
    std::os::unix::fs::symlink("secret", dir.path().join("link")).unwrap();
    fs::create_dir(dir.path().join("folder")).unwrap();
    folder.set_aside(&path("link"), &path("aside/link")).unwrap();
    folder.set_aside(&path("folder"), &path("aside/folder")).unwrap();
    assert!(fs::symlink_metadata(dir.path().join("aside/link")).unwrap().is_symlink());
    assert_eq!(fs::read(dir.path().join("secret")).unwrap(), b"kept");
    assert_eq!(
        fault(folder.set_aside(&path("secret"), &path("aside/folder"))),
        FileFault::Odd(FileKind::Folder)
    );
}

#[test]
fn a_letter_says_whose_it_is_and_when_it_was_changed() {
    let (_dir, folder) = open();
    folder.write(&path("letter"), b"dear").unwrap();
    let letter = folder.read_letter(&path("letter"), 10).unwrap();
    assert_eq!((letter.bytes.as_slice(), letter.user), (b"dear".as_slice(), mythline_files::this_user()));
    assert_eq!(letter.changed_at, folder.entry(&path("letter")).unwrap().changed_at);
}

#[test]
fn a_folder_is_not_made_where_a_file_stands() {
    let place = TempDir::new().unwrap();
    let file = place.path().join("notes.md");
    fs::write(&file, "kept").unwrap();
    assert_eq!(Folder::create(&file).err().unwrap().fault, FileFault::Odd(FileKind::File));
    assert_eq!(fs::read_to_string(&file).unwrap(), "kept");
}
