//! tokio #6682: timers that do not fire, because the one who parks has overlooked them.
//!
//! A batcher collects what its clients send and flushes it a millisecond after the first item; each client waits for its
//! flush before it sends again. When the timer is lost, nobody is left to do anything: all wait, for ever. Buggy: tokio
//! 1.38.0, where a worker that parks looks through the sharded wheels, and writes down what it saw only after it let go
//! of them. Fixed: tokio 1.38.1. It is a race, and not every run of the buggy arm loses it.
use rouse_story::{runtime, Story};
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::{unbounded_channel, UnboundedReceiver, UnboundedSender};
use tokio::time::timeout_at;

/// Far more than a machine has cores. Each has a wheel of its own, and the longer it takes to look through them all, the
/// sooner a timer is overlooked: here within seconds, about every other time.
const WORKERS: usize = 1_024;
const CLIENTS: usize = 2;
const DELAY: Duration = Duration::from_millis(1);
const HUNG: Duration = Duration::from_secs(2);

/// What a client sends: where it wants to hear that its item was flushed.
type Item = UnboundedSender<()>;

async fn batcher(mut items: UnboundedReceiver<Item>) {
    while let Some(first) = items.recv().await {
        let mut batch = vec![first];
        let due = tokio::time::Instant::now() + DELAY;
        while let Ok(Some(item)) = timeout_at(due, items.recv()).await {
            batch.push(item);
        }
        for item in batch {
            item.send(()).ok();
        }
    }
}

async fn client(batcher: UnboundedSender<Item>, flushed: Arc<AtomicU64>) {
    let (item, mut done) = unbounded_channel();
    while batcher.send(item.clone()).is_ok() && done.recv().await.is_some() {
        flushed.fetch_add(1, SeqCst);
    }
}

fn main() {
    let story = Story::begin(&[]);
    let rt = runtime(WORKERS);
    let (to_batcher, items) = unbounded_channel();
    let flushed = Arc::new(AtomicU64::new(0));
    rt.spawn(batcher(items));
    for _ in 0..CLIENTS {
        rt.spawn(client(to_batcher.clone(), flushed.clone()));
    }

    let begun = Instant::now();
    let (mut last, mut since) = (0, Instant::now());
    while begun.elapsed() < story.length {
        std::thread::sleep(Duration::from_millis(10));
        let now = flushed.load(SeqCst);
        if now != last {
            (last, since) = (now, Instant::now());
        }
    }
    let idle = since.elapsed();
    story.end(idle > HUNG, &format!("{last} items were flushed, the last one {idle:.1?} ago, to {CLIENTS} clients who wait for the next"))
}
