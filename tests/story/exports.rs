//! What is exported is opened by the programs that people open it with.

use std::{
    path::Path,
    process::{Command, Output},
};

use mythline_protocol::{ExportFormat, JobId};
use mythline_story::{
    export::{About, export},
    take::Take,
};

/// A story of ours whose title, names and lines try to be markup.
fn take() -> Take {
    let fixture = include_str!("../../src-tauri/crates/story/tests/fixtures/take/schema-1.json");
    let mut take: Take = serde_json::from_str(fixture).unwrap();
    take.title = "The <b>Ferry</b> & \"Son\"".to_owned();
    take.model = "\"><script>alert(1)</script>".to_owned();
    take.steps[0].text = "Aria rowed out.\n\nNobody came \u{1}& nobody <i>called</i>.".to_owned();
    take.steps[1].lines[0].line = "]]> 'Wait!' 灯が消えた。".to_owned();
    take
}

fn written(folder: &Path, format: ExportFormat) -> std::path::PathBuf {
    let take = take();
    let about = About {
        program: "Mythline".to_owned(),
        model: take.model.clone(),
        changed_at: 1_700_000_000_000,
        id: JobId::from_random_bytes([7; 16]),
    };
    let (content, _) = export(&take, format, None, &about).unwrap();
    let path = folder.join(format!("story.{}", format.extension()));
    std::fs::write(&path, content).unwrap();
    path
}

fn run(program: &str, args: &[&str], folder: &Path) -> Output {
    let output = Command::new(program).args(args).current_dir(folder).env("HOME", folder).output();
    output
        .unwrap_or_else(|error| panic!("{program} is needed ({error}); .ci/setup/system accept installs it"))
}

/// Debian's command is an archive of Java that not every kernel starts by itself.
fn epubcheck(folder: &Path) -> Output {
    run("java", &["-jar", "/usr/share/java/epubcheck.jar", "--failonwarnings", "story.epub"], folder)
}

#[test]
fn the_epub_passes_epubcheck() {
    let folder = tempfile::tempdir().unwrap();
    written(folder.path(), ExportFormat::Epub);
    let check = epubcheck(folder.path());
    assert!(check.status.success(), "{check:?}");
}

#[test]
fn a_damaged_epub_does_not_pass_epubcheck() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), ExportFormat::Epub);
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    assert!(!epubcheck(folder.path()).status.success());
}

#[test]
fn the_word_document_opens_in_libreoffice() {
    let folder = tempfile::tempdir().unwrap();
    written(folder.path(), ExportFormat::Docx);
    let args = ["--headless", "--convert-to", "txt:Text (encoded):UTF8", "story.docx"];
    let office = run("soffice", &args, folder.path());
    let text = std::fs::read_to_string(folder.path().join("story.txt"))
        .unwrap_or_else(|error| panic!("{error}: {office:?}"));
    for words in [
        "The <b>Ferry</b> & \"Son\"",
        "Nobody came & nobody <i>called</i>.",
        "Josef: “]]> 'Wait!' 灯が消えた。”",
    ] {
        assert!(text.contains(words), "{words} is missing: {text}");
    }
}
