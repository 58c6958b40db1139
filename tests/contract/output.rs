//! What is written where, and to whom.

use std::{fs::File, io::Read, process::Stdio};

use mythline_tests::{Running, World};

use crate::PROGRAM;

#[test]
fn a_reader_that_goes_away_ends_nothing_badly() {
    let world = World::with_notes(PROGRAM);
    for _ in 0..3 {
        world.write();
    }
    for args in [&["jobs"][..], &["jobs", "--json"], &["--help"]] {
        let (line, running) = Running::read_one_line(&mut world.command(args));
        assert!(!line.is_empty());
        let ended = running.end();
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn a_story_is_written_even_when_nobody_reads_along() {
    let world = World::with_notes(PROGRAM);
    let (_, running) = Running::read_one_line(&mut world.command(&["write", "The Ferry", "--json"]));
    let ended = running.end();
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
    assert_eq!(world.jobs()[0]["status"], "completed");
}

#[test]
fn a_full_disk_behind_the_output_is_said() {
    let world = World::with_notes(PROGRAM);
    let mut command = world.command(&["jobs"]);
    command.stdout(Stdio::from(File::options().write(true).open("/dev/full").unwrap()));
    let ended = Running::start(command).end();
    assert_eq!(ended.said().1, "The output could not be written to the end.");
}

#[test]
fn without_a_terminal_there_are_no_colours_and_no_bars() {
    let world = World::with_notes(PROGRAM);
    let id = world.write();
    for args in [&["write", "The Ferry"][..], &["jobs"], &["status", &id], &["check", &id], &["--help"]] {
        let ended = world.run(args);
        ended.went_well();
        assert!(!ended.out.contains('\u{1b}'), "{ended:?}");
    }
}

/// A pseudo-terminal of a given width, as `script` makes one.
fn in_a_terminal(world: &World, columns: u16, env: &[(&str, &str)], args: &[&str]) -> String {
    let quoted: Vec<String> =
        [PROGRAM].iter().chain(args).map(|word| format!("'{}'", word.replace('\'', r"'\''"))).collect();
    let mut command = world.command(&[]);
    let mut script = std::process::Command::new("script");
    script.args(["-qec", &format!("stty cols {columns} rows 40; {}", quoted.join(" ")), "/dev/null"]);
    script.env_clear();
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            script.env(name, value);
        }
    }
    script.env("TERM", "xterm-256color").envs(env.iter().copied());
    command = script;
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    let mut child = command.spawn().unwrap();
    let mut said = Vec::new();
    child.stdout.take().unwrap().read_to_end(&mut said).unwrap();
    assert!(child.wait().unwrap().success());
    String::from_utf8_lossy(&said).into_owned()
}

#[test]
fn a_terminal_is_given_the_thread_the_story_and_no_line_too_wide() {
    let world = World::with_notes(PROGRAM);
    for columns in [60, 80, 120] {
        let said = in_a_terminal(&world, columns, &[], &["write", "The Ferry"]);
        assert!(said.contains('●') && said.contains("Marit") && said.contains("story.md"), "{said}");
        let listed = in_a_terminal(&world, columns, &[], &["jobs", "--all"]);
        let plain = console::strip_ansi_codes(&listed);
        assert!(
            plain.lines().all(|line| console::measure_text_width(line.trim_end()) <= usize::from(columns)),
            "{plain}"
        );
    }
}

#[test]
fn colours_follow_no_color() {
    let world = World::with_notes(PROGRAM);
    world.write();
    assert!(in_a_terminal(&world, 80, &[], &["jobs"]).contains("\u{1b}["));
    assert!(!in_a_terminal(&world, 80, &[("NO_COLOR", "1")], &["jobs"]).contains("\u{1b}["));
}

#[test]
fn text_from_outside_cannot_steer_the_terminal() {
    let world = World::with_notes(PROGRAM);
    let id = world.write();
    let path = format!(".mythline/tasks/{id}.json");
    let mut task = world.json(&path);
    task["title"] = "\u{1b}[2J\u{1b}]0;gone\u{7}The \u{202e}Ferry".into();
    world.put(&path, task.to_string());
    for args in [&["jobs"][..], &["status", &id], &["cancel", &id]] {
        let ended = world.run(args);
        ended.went_well();
        assert!(!ended.out.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{ended:?}");
    }
}
