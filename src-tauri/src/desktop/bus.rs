//! Reading what the services of the bus tell.

use std::{future::poll_fn, pin::Pin};

use futures_core::Stream;

/// The next thing that is told; none when nothing will be told any more.
pub(super) async fn next<S: Stream + Unpin>(told: &mut S) -> Option<S::Item> {
    poll_fn(|context| Pin::new(&mut *told).poll_next(context)).await
}
