//! What tokio-console's own lints miss, side by side; with `--innocent`, what they flag, or might, and ought not to.
use futures_util::stream::{FuturesUnordered, StreamExt};
use rouse_story::{runtime, Story};
use std::future::{pending, poll_fn};
use std::sync::{Arc, Mutex as Slot};
use std::task::{Poll, Waker};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio::sync::mpsc::{channel, unbounded_channel, UnboundedReceiver, UnboundedSender};
use tokio::sync::{Mutex, Notify};
use tokio::task::{yield_now, LocalSet};
use tokio::time::{interval, sleep};

const A_WHILE: Duration = Duration::from_millis(200);
const A_DAY: Duration = Duration::from_secs(86_400);
const TOO_LONG: Duration = Duration::from_secs(3);

type Kept = Arc<Slot<Option<Waker>>>;

/// One that lives as long as the process, and so does the waker in it.
fn slot() -> Kept {
    let slot = Kept::default();
    std::mem::forget(slot.clone());
    slot
}

/// Its lint counts the wakes of its own, and `yield_now` has made none since Tokio 1.23.
async fn yields_for_ever() {
    loop {
        yield_now().await;
    }
}

/// Nor are these wakes of its own: each wakes the other, and neither gets on.
async fn ping_pong(inward: Arc<Notify>, outward: Arc<Notify>) {
    loop {
        inward.notified().await;
        outward.notify_one();
    }
}

/// Its lint wants every waker gone, and this one is kept where nobody will call it.
async fn waits_on_a_stored_waker(slot: Kept) {
    poll_fn(|cx| {
        *slot.lock().unwrap() = Some(cx.waker().clone());
        Poll::<()>::Pending
    })
    .await;
}

/// The ticker beside it keeps a waker too, and has the task run; it is no nearer to its end.
async fn waits_beside_a_ticker(slot: Kept) {
    let mut ticker = interval(A_WHILE);
    let mut lost = Box::pin(waits_on_a_stored_waker(slot));
    loop {
        tokio::select! {
            () = &mut lost => return,
            _ = ticker.tick() => {}
        }
    }
}

/// Waits for one that waits for ever.
async fn waits_for_a_stuck_child(slot: Kept) {
    tokio::spawn(waits_on_a_stored_waker(slot)).await.ok();
}

async fn takes_two_locks(first: Arc<Mutex<()>>, second: Arc<Mutex<()>>) {
    let _first = first.lock().await;
    sleep(A_WHILE).await;
    let _second = second.lock().await;
}

/// Its lint looks at a first poll that does not end; this is the second.
async fn blocks_later() {
    sleep(A_WHILE).await;
    std::thread::sleep(TOO_LONG);
    pending().await
}

fn missed() {
    tokio::spawn(yields_for_ever());
    let (ping, pong) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    tokio::spawn(ping_pong(ping.clone(), pong.clone()));
    tokio::spawn(ping_pong(pong, ping.clone()));
    ping.notify_one();
    tokio::spawn(waits_on_a_stored_waker(slot()));
    tokio::spawn(waits_beside_a_ticker(slot()));
    tokio::spawn(waits_for_a_stuck_child(slot()));
    let (one, other) = (Arc::new(Mutex::new(())), Arc::new(Mutex::new(())));
    tokio::spawn(takes_two_locks(one.clone(), other.clone()));
    tokio::spawn(takes_two_locks(other, one));
    tokio::spawn(blocks_later());
}

/// Flagged as a lost waker: it gave none away, and means it.
async fn never_ends() {
    pending().await
}

/// Flagged as waking itself: all of its wakes, one, come from the group that it polls.
async fn has_a_group_of_one() {
    let mut group = FuturesUnordered::new();
    group.push(sleep(A_WHILE));
    while group.next().await.is_some() {}
    sleep(A_DAY).await
}

/// Reads more at once than its budget, so Tokio has it yield: those are wakes of its own.
async fn reads_much_at_once(mut messages: UnboundedReceiver<u32>) {
    while messages.recv().await.is_some() {}
}

async fn sends_much_at_once(to: UnboundedSender<u32>) {
    let mut ticker = interval(A_WHILE);
    loop {
        ticker.tick().await;
        for message in 0..1_000 {
            to.send(message).ok();
        }
    }
}

async fn waits_for_work(mut work: tokio::sync::mpsc::Receiver<()>) {
    work.recv().await;
}

async fn waits_for_a_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    listener.accept().await.ok();
}

/// Tasks of a `LocalSet`, polled by the one who runs it, have been flagged as well.
fn runs_a_local_set() {
    std::thread::spawn(|| {
        let rt = Builder::new_current_thread().enable_all().build().expect("a runtime");
        LocalSet::new().block_on(&rt, async {
            tokio::task::spawn_local(sleep(A_DAY));
            tokio::task::spawn_local(async { sleep(A_WHILE).await }).await.ok();
            sleep(A_DAY).await
        });
    });
}

fn innocent() {
    tokio::spawn(never_ends());
    tokio::spawn(has_a_group_of_one());
    let (to, messages) = unbounded_channel();
    tokio::spawn(reads_much_at_once(messages));
    tokio::spawn(sends_much_at_once(to));
    let (boss, work) = channel(1);
    tokio::spawn(waits_for_work(work));
    std::mem::forget(boss); // who may still send, some day
    tokio::spawn(waits_for_a_connection());
    let news = Arc::new(Notify::new());
    std::mem::forget(news.clone()); // and there may be news
    tokio::spawn(async move { news.notified().await });
    runs_a_local_set();
}

fn main() {
    let story = Story::begin(&["--innocent"]);
    let rt = runtime(4);
    let on = rt.enter();
    if story.has("--innocent") { innocent() } else { missed() }
    drop(on);
    std::thread::sleep(story.length);
    let what = "what tokio-console misses: tasks that yield, ping and pong for ever, wakers kept and never called, a deadlock";
    let innocent = "tasks that wait because they should, some of which tokio-console warns of";
    story.end(!story.has("--innocent"), if story.has("--innocent") { innocent } else { what })
}
