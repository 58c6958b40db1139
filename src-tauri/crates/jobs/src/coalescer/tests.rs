#![allow(clippy::unwrap_used)]

use std::{future::Future, pin::pin, task::Poll};

use super::*;
use crate::ManualClock;

/// Keeps every number, up to three.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Numbers(Vec<u32>);

impl Fold for Numbers {
    fn fold(&mut self, newer: Self) -> bool {
        self.0.extend(newer.0);
        self.0.len() <= 3
    }
}

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn paces() -> Paces {
    Paces::new(ms(10), ms(50))
}

/// What is there without waiting.
async fn now<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    std::future::poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

fn changes(news: Option<Option<News<&'static str, Numbers>>>) -> Vec<(&'static str, Vec<u32>)> {
    let Some(Some(News::Changes(changes))) = news else { panic!("changes were due, not {news:?}") };
    let mut changes: Vec<_> = changes.into_iter().map(|(key, numbers)| (key, numbers.0)).collect();
    changes.sort_unstable();
    changes
}

#[tokio::test]
async fn what_was_not_read_is_folded_a_thing_at_a_time() {
    let clock = ManualClock::at(0);
    let (news, mut paces) = (Coalescer::new(9), paces());
    news.tell("a", Haste::Progress, Numbers(vec![1]));
    news.tell("b", Haste::Progress, Numbers(vec![2]));
    news.tell("a", Haste::Progress, Numbers(vec![3]));
    assert_eq!(changes(now(news.next(&clock, &mut paces)).await), [("a", vec![1, 3]), ("b", vec![2])]);
    assert_eq!(now(news.next(&clock, &mut paces)).await, None, "nothing comes twice");
}

#[tokio::test]
async fn progress_waits_for_its_pace_and_a_change_of_state_takes_it_along() {
    let clock = ManualClock::at(0);
    let (news, mut paces) = (Coalescer::new(9), paces());
    news.tell("a", Haste::Progress, Numbers(vec![1]));
    assert_eq!(changes(now(news.next(&clock, &mut paces)).await), [("a", vec![1])], "the first at once");
    news.tell("a", Haste::Progress, Numbers(vec![2]));
    clock.advance(ms(10));
    assert_eq!(now(news.next(&clock, &mut paces)).await, None);
    news.tell("b", Haste::State, Numbers(vec![3]));
    assert_eq!(changes(now(news.next(&clock, &mut paces)).await), [("a", vec![2]), ("b", vec![3])]);
    news.tell("a", Haste::Progress, Numbers(vec![4]));
    clock.advance(ms(50));
    assert_eq!(changes(now(news.next(&clock, &mut paces)).await), [("a", vec![4])], "the last always comes");
}

#[tokio::test]
async fn a_reader_who_waits_is_woken_by_a_change_of_state() {
    let clock = ManualClock::at(0);
    let (news, mut paces) = (Coalescer::new(9), paces());
    news.tell("a", Haste::Progress, Numbers(vec![1]));
    now(news.next(&clock, &mut paces)).await.unwrap();
    clock.advance(ms(10));
    news.tell("a", Haste::Progress, Numbers(vec![2]));
    let mut waiting = pin!(news.next(&clock, &mut paces));
    assert!(now(waiting.as_mut()).await.is_none());
    news.tell("a", Haste::State, Numbers(vec![3]));
    assert_eq!(changes(Some(waiting.await)), [("a", vec![2, 3])]);
}

#[tokio::test]
async fn a_wait_that_is_dropped_loses_nothing() {
    let clock = ManualClock::at(0);
    let (news, mut paces) = (Coalescer::new(9), paces());
    news.tell("a", Haste::Progress, Numbers(vec![1]));
    now(news.next(&clock, &mut paces)).await.unwrap();
    for number in [2, 3] {
        news.tell("a", Haste::Progress, Numbers(vec![number]));
        assert!(now(news.next(&clock, &mut paces)).await.is_none());
    }
    clock.advance(ms(50));
    assert_eq!(changes(now(news.next(&clock, &mut paces)).await), [("a", vec![2, 3])]);
}

#[tokio::test]
async fn a_reader_that_is_far_behind_begins_anew() {
    let clock = ManualClock::at(0);
    let (news, mut paces) = (Coalescer::new(2), paces());
    for key in ["a", "b", "c", "a", "d"] {
        news.tell(key, Haste::Progress, Numbers(vec![1]));
    }
    assert!(news.lock().changes.is_empty(), "what is given up takes no room");
    assert_eq!(now(news.next(&clock, &mut paces)).await, Some(Some(News::Behind)));
    clock.advance(ms(50));
    news.tell("a", Haste::Progress, Numbers(vec![7]));
    assert_eq!(changes(now(news.next(&clock, &mut paces)).await), [("a", vec![7])], "and is told again");
    clock.advance(ms(50));
    for number in 0..4 {
        news.tell("a", Haste::Progress, Numbers(vec![number]));
    }
    let next = now(news.next(&clock, &mut paces)).await;
    assert_eq!(next, Some(Some(News::Behind)), "so too when one thing changed too often");
}

#[tokio::test]
async fn at_the_end_what_waits_is_given_and_then_nothing() {
    let clock = ManualClock::at(0);
    let readers = Readers::new(9);
    let (early, mut paces) = (readers.add(), paces());
    readers.tell(&"a", Haste::Progress, &Numbers(vec![1]));
    now(early.next(&clock, &mut paces)).await.unwrap();
    readers.tell(&"a", Haste::Progress, &Numbers(vec![2]));
    readers.end();
    assert_eq!(changes(now(early.next(&clock, &mut paces)).await), [("a", vec![2])], "nothing is held back");
    assert_eq!(now(early.next(&clock, &mut paces)).await, Some(None));
    let late = readers.add();
    assert_eq!(now(late.next(&clock, &mut paces)).await, Some(None), "nor does who comes later wait");
}

#[test]
fn a_reader_that_is_dropped_is_told_no_more() {
    let readers = Readers::new(9);
    let stays = readers.add();
    drop(readers.add());
    readers.tell(&"a", Haste::State, &Numbers(vec![1]));
    assert_eq!(readers.lock().readers.len(), 1);
    assert_eq!(stays.take(&"a"), Some(Numbers(vec![1])));
}
