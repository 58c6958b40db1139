//! A filter, a search and a window of 100 rows over 100,000 jobs, while some of them go on.

use std::time::{Duration, Instant};

use mythline_protocol::{Group, JobStatus, ListQuery, ListSort};
use rustix::time::{ClockId, clock_gettime};
use tempfile::TempDir;

use crate::{
    desk::{Desk, in_memory},
    figure::{Figure, percentile},
};

const JOBS: u32 = 100_000;
const QUERIES: usize = 1_000;
const WORDS: [&str; 8] = ["lantern", "harbour", "étoile", "winter", "MILL", "orsa", "tower", "dorn"];

pub(crate) fn measure() -> Vec<Figure> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let dir = in_memory();
    lay(&dir);
    runtime.block_on(async {
        let desk = Desk::new(dir).await;
        for job in 0..5 {
            desk.start(&format!("Going on {job}"), 1_000_000, Some(Duration::from_millis(20))).await;
        }
        desk.let_go();
        let began = Instant::now();
        assert!(desk.engine.list(&query(0)).total > 0, "something is found");
        println!("the first query, which makes the index: {} ms", began.elapsed().as_millis());
        let (mut waits, mut works) = (Vec::with_capacity(QUERIES), Vec::with_capacity(QUERIES));
        for number in 0..QUERIES {
            let query = query(number);
            let (began, worked) = (Instant::now(), of_this_thread());
            let window = desk.engine.list(&query);
            waits.push(began.elapsed().as_secs_f64() * 1e3);
            works.push((of_this_thread() - worked).as_secs_f64() * 1e3);
            assert!(window.rows.len() as u32 <= window.total && !window.rows.is_empty());
        }
        // On a computer that has other things to do, the second says what the first would be.
        println!(
            "median {:.2} ms; of the processor's time median {:.2}, p99 {:.2} ms",
            percentile(&mut waits, 0.5),
            percentile(&mut works, 0.5),
            percentile(&mut works, 0.99)
        );
        let p99 = percentile(&mut waits, 0.99);
        vec![Figure::lower("list_query_p99_ms", p99, "ms", Some(10.0), QUERIES)]
    })
}

/// What this thread has used of a processor.
fn of_this_thread() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.cast_unsigned(), u32::try_from(time.tv_nsec).expect("below a second"))
}

/// One of many questions: some narrow, some wide, some far down the list.
fn query(number: usize) -> ListQuery {
    let groups = [vec![Group::Finished], Vec::new(), vec![Group::Finished, Group::NeedsYou]];
    let search = match number % 4 {
        0 => WORDS[number % WORDS.len()].to_owned(),
        1 => "a".to_owned(),
        2 => format!("{} {}", WORDS[number % WORDS.len()], number % 10),
        _ => String::new(),
    };
    ListQuery {
        groups: groups[number % groups.len()].clone(),
        needs_look: number % 5 == 4,
        states: if number % 7 == 6 { vec![JobStatus::Completed] } else { Vec::new() },
        sort: [ListSort::Group, ListSort::Title, ListSort::Newest, ListSort::Words][number / 4 % 4],
        reverse: number.is_multiple_of(11),
        offset: [0, 100, 5_000][number % 3].min(if search.len() > 1 { 100 } else { 5_000 }),
        limit: 100,
        search,
        ..ListQuery::default()
    }
}

/// Lays the files of as many jobs as a workspace may have after years.
fn lay(dir: &TempDir) {
    let tasks = dir.path().join(".mythline/tasks");
    std::fs::create_dir_all(&tasks).expect("a folder");
    for job in 0..JOBS {
        let id = format!("{:08x}-0000-4000-8000-{job:012x}", job.wrapping_mul(2_654_435_761));
        let word = |n: u32| WORDS[((job / n) % WORDS.len() as u32) as usize];
        let status = if job % 50 == 49 { "error" } else { "completed" };
        let look = u32::from(job.is_multiple_of(9));
        let task = format!(
            r#"{{"schema":1,"task_id":"{id}","kind":"says","subject":"The {} of {} {job}","title":"The {} of {} {job}","player":"{}","status":"{status}","current":9,"total":9,"details":{{"words":{},"to_look_at":{look}}},"created_at":"2023-11-{:02}T{:02}:{:02}:{:02}Z"}}"#,
            word(1),
            word(8),
            word(1),
            word(8),
            word(64),
            job % 977,
            1 + job % 28,
            job % 24,
            job % 60,
            job / 60 % 60,
        );
        std::fs::write(tasks.join(format!("{id}.json")), task).expect("a file");
    }
}
