#![allow(clippy::unwrap_used)]

use std::io::{Cursor, Read};

use mythline_protocol::{ErrorCode, ExportFormat, JobId};

use super::{About, Scenes, export};
use crate::take::Take;

/// A story of two scenes whose every word tries to be markup.
fn take() -> Take {
    let mut take: Take =
        serde_json::from_str(include_str!("../../tests/fixtures/take/schema-1.json")).unwrap();
    let introduction = take.steps[0].clone();
    take.title = "The <b>Ferry</b> & \"Son\"".to_owned();
    take.model = "\"><script>alert(1)</script>".to_owned();
    take.steps[1].lines[0].actor = "<i>Josef</i>".to_owned();
    take.steps[1].lines[0].line = "]]> & 'Wait' \u{1}now!".to_owned();
    let mut second = introduction;
    second.id = "scene-2-execution".to_owned();
    second.step_type = mythline_protocol::StepType::Quest;
    second.title = "The mill".to_owned();
    second.text = "The wheel stood still.\n\nNobody came.\u{FFFF}".to_owned();
    take.steps.insert(2, second);
    take
}

fn about() -> About {
    About {
        program: "Mythline 9".to_owned(),
        model: take().model,
        changed_at: 1_700_000_000_000,
        id: JobId::from_random_bytes([7; 16]),
    }
}

fn bytes(format: ExportFormat, scenes: Option<&str>) -> Vec<u8> {
    let scenes: Option<Scenes> = scenes.map(|scenes| scenes.parse().unwrap());
    export(&take(), format, scenes.as_ref(), &about()).unwrap().0
}

fn text(format: ExportFormat, scenes: Option<&str>) -> String {
    String::from_utf8(bytes(format, scenes)).unwrap()
}

/// A file inside an EPUB or a DOCX.
fn inside(archive: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn every_format_holds_the_story_and_says_who_wrote_it() {
    for format in ExportFormat::ALL {
        let bytes = bytes(format, None);
        let (story, about) = match format {
            ExportFormat::Epub => {
                (inside(&bytes, "OEBPS/chapter-3.xhtml"), inside(&bytes, "OEBPS/content.opf"))
            }
            ExportFormat::Docx => (inside(&bytes, "word/document.xml"), inside(&bytes, "docProps/core.xml")),
            _ => (String::from_utf8(bytes.clone()).unwrap(), String::from_utf8(bytes).unwrap()),
        };
        assert!(story.contains("The wheel stood still."), "{format:?}: {story}");
        assert!(story.contains("Nobody came."), "{format:?}: {story}");
        assert!(about.contains("Mythline 9") && about.contains("alert(1)"), "{format:?}: {about}");
    }
}

#[test]
fn nothing_in_a_story_becomes_markup() {
    let (epub, docx) = (bytes(ExportFormat::Epub, None), bytes(ExportFormat::Docx, None));
    let files = [
        text(ExportFormat::Html, None),
        inside(&epub, "OEBPS/title.xhtml"),
        inside(&epub, "OEBPS/chapter-2.xhtml"),
        inside(&epub, "OEBPS/content.opf"),
        inside(&epub, "OEBPS/nav.xhtml"),
        inside(&epub, "OEBPS/toc.ncx"),
        inside(&docx, "word/document.xml"),
        inside(&docx, "docProps/core.xml"),
    ];
    for file in files {
        for bad in ["<script", "<b>", "<i>", "]]>", "\u{1}", "\u{FFFF}", "& '", "&amp;amp;", "&amp;lt;"] {
            assert!(!file.contains(bad), "{bad:?} in {file}");
        }
    }
    assert!(text(ExportFormat::Markdown, None).contains("\\<i\\>Josef\\</i\\>"));
    assert!(text(ExportFormat::Text, None).contains("<i>Josef</i>: “]]> & 'Wait'"));
}

#[test]
fn chosen_scenes_come_alone() {
    let second = text(ExportFormat::Text, Some("2"));
    assert!(second.contains("Nobody came.") && !second.contains("Josef") && !second.contains("Aria"));
    let both = text(ExportFormat::Text, Some("1-2"));
    assert!(both.contains("Nobody came.") && both.contains("Josef") && !both.contains("Aria"));
    assert!(text(ExportFormat::Text, None).contains("Aria rowed out *alone*."));
    let (_, words) = export(&take(), ExportFormat::Text, Some(&"2".parse().unwrap()), &about()).unwrap();
    assert_eq!(words, 6);
}

#[test]
fn scenes_that_are_not_there_are_refused_with_a_sentence() {
    for bad in ["", "0", "5-2", "two", "1-", "1;2"] {
        let error = bad.parse::<Scenes>().unwrap_err();
        assert_eq!(error.message, "Scenes are numbers from 1 on, as in 3, 2-5 or 1,4-6.");
    }
    let error = export(&take(), ExportFormat::Text, Some(&"7".parse().unwrap()), &about()).unwrap_err();
    assert_eq!(error.message, "No scene of that number is written; the last that is written is scene 2.");
    let mut empty = take();
    empty.steps.iter_mut().for_each(|step| {
        step.text.clear();
        step.lines.clear();
    });
    let error = export(&empty, ExportFormat::Epub, None, &about()).unwrap_err();
    assert_eq!(error.code, ErrorCode::MissingFile);
}
