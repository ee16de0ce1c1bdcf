//! futures-rs #2706: `Shared` misses a wake.
//!
//! The settings are loaded once for whoever wants them: from a directory that has to be asked, and a file that has to be
//! parsed. One task has a glance whether they are there yet, another awaits them. When the directory answers while the
//! glance still parses, the one who waits is woken, finds the future being polled, and waits on; the glance ends, and
//! nobody polls any more. No release has this fixed, so the buggy arm is today's futures-util; the fixed arm shares the
//! settings by `tokio::sync::OnceCell`.
use futures_util::future::{join, FutureExt};
use rouse_story::{runtime, Story};
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;
#[cfg(feature = "fixed")]
use tokio::sync::OnceCell;

const BREAK: Duration = Duration::from_millis(50);
const A_MOMENT: Duration = Duration::from_millis(1);
const PARSING: Duration = Duration::from_millis(4);

async fn settings(directory: Duration) -> u64 {
    let (answer, asked) = oneshot::channel();
    std::thread::spawn(move || {
        std::thread::sleep(directory);
        answer.send(40)
    });
    let (there, here) = join(asked, async { parse() }).await;
    there.expect("the directory answers") + here
}

/// Takes its time.
fn parse() -> u64 {
    let begun = Instant::now();
    while begun.elapsed() < PARSING {
        std::hint::spin_loop();
    }
    2
}

/// One round: whoever comes second finds the first one's work begun.
fn share(directory: Duration) -> (impl Future<Output = u64> + Send, impl Future<Output = u64> + Send) {
    #[cfg(not(feature = "fixed"))]
    {
        let shared = settings(directory).boxed().shared();
        (shared.clone(), shared)
    }
    #[cfg(feature = "fixed")]
    {
        let cell = Arc::new(OnceCell::new());
        let get = move |cell: Arc<OnceCell<u64>>| async move { *cell.get_or_init(|| settings(directory)).await };
        (get(cell.clone()), get(cell))
    }
}

async fn glance(settings: impl Future<Output = u64> + Send) {
    settings.now_or_never();
}

async fn wait(settings: impl Future<Output = u64> + Send, served: Arc<AtomicUsize>) {
    settings.await;
    served.fetch_add(1, SeqCst);
}

fn main() {
    let story = Story::begin(&[]);
    let rt = runtime(2);
    let served = Arc::new(AtomicUsize::new(0));
    let begun = Instant::now();
    let mut rounds = 0;
    while begun.elapsed() < story.load() {
        // The directory answers now before the parser is through, now after it.
        let (one, other) = share(Duration::from_millis(rounds % 8));
        rt.spawn(glance(one));
        std::thread::sleep(A_MOMENT);
        rt.spawn(wait(other, served.clone()));
        rounds += 1;
        std::thread::sleep(BREAK);
    }
    std::thread::sleep(story.length.saturating_sub(begun.elapsed()));
    let lost = rounds as usize - served.load(SeqCst);
    story.end(lost > 0, &format!("{lost} of {rounds} who awaited the settings never got them"))
}
