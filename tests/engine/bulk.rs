//! The same for every job that matches.

use mythline_jobs::JobVerb;
use mythline_protocol::{ErrorCode, JobSource, JobStatus, ListQuery, Said};
use serde_json::json;

use crate::world::{World, gated};

fn search(words: &str) -> ListQuery {
    ListQuery { search: words.to_owned(), ..ListQuery::default() }
}

#[tokio::test]
async fn every_job_that_matches_is_told_and_answers_for_itself() {
    let world = World::new().await;
    let done = world.start("Tower one", json!({ "steps": 1 })).await;
    world.until_status(&done, JobStatus::Completed).await;
    let running = world.start("Tower two", gated(1)).await;
    world.until_status(&running, JobStatus::Running).await;
    let waiting = world.start("Tower three", gated(1)).await;
    let other = world.start("Harbour", gated(1)).await;
    let answers = world.engine.each_matching(JobVerb::Pause, &search("tower")).await.unwrap();
    assert_eq!(answers.len(), 3);
    for answer in answers {
        match answer.said {
            Said::Answer(_) => assert!([&running, &waiting].contains(&&answer.job_id)),
            Said::Error(error) => {
                assert_eq!((&answer.job_id, error.code), (&done, ErrorCode::NotNow));
            }
        }
    }
    for id in [&running, &waiting] {
        assert_eq!(world.row(id).status, JobStatus::Paused);
    }
    world.until_status(&other, JobStatus::Running).await;
    let cancelled = world.engine.each_matching(JobVerb::Cancel, &search("")).await.unwrap();
    assert_eq!(cancelled.len(), 4);
    assert!(world.engine.rows().iter().all(|row| !row.status.is_active()));
    assert_eq!(world.row(&done).status, JobStatus::Completed);
}

#[tokio::test]
async fn what_cannot_be_cleaned_does_not_keep_the_rest() {
    let world = World::new().await;
    world.put(".mythline/tasks/broken.json", b"{");
    world.put(".mythline/story_jobs/Theirs.json", br#"{"status":"complete"}"#);
    let world = world.again().await;
    let mut ids = Vec::new();
    for subject in ["One", "Two"] {
        let id = world.start(subject, json!({ "steps": 1 })).await;
        world.until_status(&id, JobStatus::Completed).await;
        ids.push(id);
    }
    let done = world.engine.clean_matching(&search("")).await.unwrap();
    let mut cleaned: Vec<_> = done.cleaned.iter().map(|job| job.job_id.clone()).collect();
    cleaned.sort();
    ids.sort();
    assert_eq!(cleaned, ids);
    let mut refused: Vec<_> = done.refused.iter().map(|answer| answer.job_id.as_str()).collect();
    refused.sort_unstable();
    assert_eq!(refused, ["story_jobs/Theirs", "tasks/broken"]);
    world.engine.undo_clean(&ids).await.unwrap();
    assert!(ids.iter().all(|id| world.row(id).source == JobSource::Mythline));
    let none = world.engine.clean_matching(&search("nothing is called so")).await.unwrap();
    assert!(none.cleaned.is_empty() && none.refused.is_empty());
}
