//! unicycle #5: a group of futures that wakes itself whenever none of them is ready.
//!
//! A collector asks a few backends at once and takes their answers as they come, one batch after the other. It gets them
//! all in time; while it waits it eats a core. Buggy: unicycle 0.3.4. Fixed: 0.6.0.
use rouse_story::{cpu, runtime, Story};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::Arc;
use std::time::{Duration, Instant};
#[cfg(feature = "fixed")]
use unicycle::FuturesUnordered;
#[cfg(not(feature = "fixed"))] // its name in 0.3, where it was a stream and no more
use {futures_util::StreamExt, unicycle::Unordered as FuturesUnordered};

const BACKENDS: u64 = 5;

async fn backend(number: u64) -> u64 {
    tokio::time::sleep(Duration::from_millis(100 * (number + 1))).await;
    number
}

async fn collector(batches: Arc<AtomicUsize>) {
    loop {
        let mut asked = FuturesUnordered::new();
        for number in 0..BACKENDS {
            asked.push(backend(number));
        }
        let mut answers = 0;
        while asked.next().await.is_some() {
            answers += 1;
        }
        assert_eq!(answers, BACKENDS);
        batches.fetch_add(1, SeqCst);
    }
}

fn main() {
    let story = Story::begin(&[]);
    let rt = runtime(2);
    let batches = Arc::new(AtomicUsize::new(0));
    rt.spawn(collector(batches.clone()));
    let begun = Instant::now();
    std::thread::sleep(story.length);
    let cores = cpu().as_secs_f64() / begun.elapsed().as_secs_f64();
    let batches = batches.load(SeqCst);
    story.end(
        cores > 0.1,
        &format!("{batches} batches of {BACKENDS} answers were collected, at {cores:.2} of a core for waiting"),
    )
}
