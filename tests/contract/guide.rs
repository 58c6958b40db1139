//! The user's guide: what stands in it as an example runs, and what it says of messages is complete.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
};

use mythline_tests::{NOTES, World};

use crate::PROGRAM;

fn page(name: &str) -> String {
    fs::read_to_string(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs")).join(name)).unwrap()
}

/// The blocks of a page that are marked as being of this language, in order, each with the number of its line.
fn blocks(page: &str) -> Vec<(usize, &'static str, String)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let program = match line {
            "```sh" => "bash",
            "```python" => "python3",
            _ => continue,
        };
        let text: Vec<&str> =
            lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
        blocks.push((at + 1, program, text.join("\n")));
    }
    blocks
}

#[test]
fn every_example_of_files_and_scripts_runs() {
    let world = World::empty(PROGRAM);
    let bin = world.root().join("bin");
    fs::create_dir(&bin).unwrap();
    symlink(PROGRAM, bin.join("mythline")).unwrap();
    let here = world.root().join("here");
    fs::create_dir(&here).unwrap();
    fs::write(here.join("ferry.md"), NOTES).unwrap();
    let tailor =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../src-tauri/crates/story/tests/fixtures/notes/tailor.txt");
    fs::copy(tailor, here.join("tailor.txt")).unwrap();

    let blocks = blocks(&page("guide/files-and-scripts.md"));
    assert!(blocks.len() > 6, "the page has its examples");
    for (line, program, text) in blocks {
        let mut command = world.command(&[]);
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
        command.env("PATH", path).env("MYTHLINE_FAKE_MODEL_MS", "5");
        let mut example = Command::new(program);
        let (flag, script) =
            if program == "bash" { ("-euc", format!("set -o pipefail\n{text}")) } else { ("-c", text) };
        example.args([flag, &script]).current_dir(&here).env_clear();
        example.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let ended = example.output().unwrap();
        let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(
            ended.status.success(),
            "the example at line {line} of files-and-scripts.md:\n{}\n{}",
            said(&ended.stdout),
            said(&ended.stderr)
        );
    }
    assert!(fs::read_dir(here.join("books")).unwrap().count() >= 2, "an e-book of each");
}

#[test]
fn every_code_of_an_error_is_explained() {
    let troubles = page("guide/troubles.md");
    let types = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/lib/bridge/generated/protocol.ts");
    let types = fs::read_to_string(types).unwrap();
    let codes = types.split("export type ErrorCode = ").nth(1).unwrap().split(';').next().unwrap();
    let codes: Vec<&str> = codes.split('"').skip(1).step_by(2).collect();
    assert!(codes.len() > 25, "{codes:?}");
    for code in codes {
        assert!(troubles.contains(&format!("`{code}`")), "{code} is not explained");
    }
}

#[test]
fn every_link_of_a_page_leads_somewhere() {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let mut pages: Vec<PathBuf> =
        vec![root.join("README.md"), root.join("ARCHITECTURE.md"), root.join("CONTRIBUTING.md")];
    for folder in ["docs", "docs/guide", "docs/schemas"] {
        let files = fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        pages.extend(files.filter(|path| path.extension().is_some_and(|end| end == "md")));
    }
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        for link in text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            let file = link.split('#').next().unwrap();
            if !file.is_empty() && !file.contains("://") {
                assert!(page.parent().unwrap().join(file).exists(), "{}: {link}", page.display());
            }
        }
    }
}

#[test]
fn every_test_that_the_page_on_security_names_is_there() {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let all = ["tests", "src-tauri"].map(|folder| sources(&root.join(folder))).concat();
    let all: String = all.into_iter().map(|(_, text)| text).collect();
    let page = page("security.md");
    let named = page.split('`').skip(1).step_by(2).filter(|name| name.matches('_').count() > 2);
    let names: Vec<&str> = named.filter(|name| !name.contains(['/', ' ', '.'])).collect();
    assert!(names.len() > 25, "the page names its tests");
    for name in names {
        assert!(all.contains(&format!("fn {name}(")), "there is no test {name}");
    }
}

#[test]
fn every_place_with_unsafe_code_is_listed_with_its_reason() {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let page = page("security.md");
    let mut found = Vec::new();
    for (path, source) in sources(&root.join("src-tauri")) {
        let allowed = source.contains("allow(unsafe_code") || source.contains("expect(unsafe_code");
        if allowed {
            found.push(path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned());
        }
    }
    let listed = page.lines().filter_map(|line| line.strip_prefix("| `src-tauri/"));
    let mut listed: Vec<String> =
        listed.map(|line| format!("src-tauri/{}", line.split('`').next().unwrap())).collect();
    found.sort();
    listed.sort();
    assert_eq!(found, listed);
    assert!(!found.is_empty(), "the look itself must be able to see it");
}

/// Every Rust file beneath a folder, and its text.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if entry.file_type().unwrap().is_dir() {
            all.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            all.push((path, text));
        }
    }
    all
}
