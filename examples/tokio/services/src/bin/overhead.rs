//! What the console costs the service that serves it: `overhead [--console PORT] [--tasks-only]
//! [--small-histograms] [--seconds N]`.
//!
//! Clients ask as fast as they are answered, each on a connection and a thread of its own. Behind a connection is a task;
//! for each request it takes a lock, has another task look something up, and awaits its answer under a timeout. Says how
//! much CPU time a request took, the clients' threads left out. `overhead.sh` runs it with and without a console by turns.
use rouse_story::runtime;
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, Mutex};
use tokio::time::timeout;
use tracing_subscriber::filter::FilterFn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::Layer;

const CLIENTS: usize = 16;
const WARM_UP: Duration = Duration::from_secs(2);
const PATIENCE: Duration = Duration::from_secs(1);
/// Threads are told apart by it.
const CLIENT: &str = "client";

type Stock = Arc<Mutex<u64>>;

async fn serve(listener: TcpListener, stock: Stock) {
    while let Ok((stream, _)) = listener.accept().await {
        stream.set_nodelay(true).expect("nodelay");
        tokio::spawn(connection(stream, stock.clone()));
    }
}

async fn connection(mut stream: TcpStream, stock: Stock) -> std::io::Result<()> {
    let mut request = [0; 8];
    loop {
        stream.read_exact(&mut request).await?;
        let (answer, answered) = oneshot::channel();
        tokio::spawn(look_up(u64::from_le_bytes(request), stock.clone(), answer));
        let Ok(Ok(left)) = timeout(PATIENCE, answered).await else { return Ok(()) };
        stream.write_all(&left.to_le_bytes()).await?;
    }
}

async fn look_up(wanted: u64, stock: Stock, answer: oneshot::Sender<u64>) {
    let mut left = stock.lock().await;
    *left = left.wrapping_add(wanted);
    answer.send(*left).ok();
}

fn ask(address: SocketAddr, asked: &AtomicU64, over: &AtomicBool) {
    let mut stream = std::net::TcpStream::connect(address).expect("the service listens");
    stream.set_nodelay(true).expect("nodelay");
    let mut answer = [0; 8];
    while !over.load(Relaxed) {
        stream.write_all(&1_u64.to_le_bytes()).expect("the service reads");
        stream.read_exact(&mut answer).expect("the service answers");
        asked.fetch_add(1, Relaxed);
    }
}

/// As `console_subscriber::init` does it. When asked to: of tasks alone, without timers, locks and channels; and with two
/// histograms a task that end at a microsecond instead of a second, which makes them some 5 KB instead of 48.
fn serve_console(port: u16, tasks_only: bool, small_histograms: bool) {
    let longest = if small_histograms { Duration::from_micros(1) } else { Duration::from_secs(1) };
    let console = console_subscriber::ConsoleLayer::builder()
        .with_default_env()
        .poll_duration_histogram_max(longest)
        .scheduled_duration_histogram_max(longest)
        .server_addr(([127, 0, 0, 1], port))
        .spawn();
    let wanted = FilterFn::new(move |meta| {
        !tasks_only || !(meta.name().starts_with("runtime.resource") || meta.target().starts_with("runtime::resource"))
    });
    tracing_subscriber::registry().with(console.with_filter(wanted)).init();
}

/// What all threads but the clients' have used so far.
fn cpu() -> Duration {
    let threads = std::fs::read_dir("/proc/self/task").expect("Linux");
    let ticks: u64 = threads.flatten().map(|thread| ticks(&std::fs::read_to_string(thread.path().join("stat")).unwrap_or_default())).sum();
    Duration::from_millis(ticks * 10)
}

fn ticks(stat: &str) -> u64 {
    let Some((before, after)) = stat.rsplit_once(')') else { return 0 };
    if before.ends_with(CLIENT) {
        return 0;
    }
    after.split(' ').skip(12).take(2).filter_map(|word| word.parse::<u64>().ok()).sum()
}

fn resident_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or_default() / 1_024
}

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let after = |name: &str| words.iter().position(|word| word == name).and_then(|i| words.get(i + 1)).cloned();
    let length = Duration::from_secs(after("--seconds").map_or(10, |text| text.parse().expect("--seconds N")));
    if let Some(port) = after("--console") {
        let has = |flag: &str| words.iter().any(|word| word == flag);
        serve_console(port.parse().expect("--console PORT"), has("--tasks-only"), has("--small-histograms"));
    }

    let rt = runtime(2);
    let listener = rt.block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
    let address = listener.local_addr().expect("an address");
    rt.spawn(serve(listener, Stock::default()));
    let (asked, over) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
    for _ in 0..CLIENTS {
        let (asked, over) = (asked.clone(), over.clone());
        let client = std::thread::Builder::new().name(CLIENT.to_owned());
        client.spawn(move || ask(address, &asked, &over)).expect("a thread");
    }
    std::thread::sleep(WARM_UP);
    let (begun, before, used) = (Instant::now(), asked.load(Relaxed), cpu());
    std::thread::sleep(length);
    let (requests, used, took) = (asked.load(Relaxed) - before, cpu() - used, begun.elapsed());
    over.store(true, Relaxed);
    println!(
        "{:.2} us a request, {:.0} requests a second, {} MB",
        used.as_secs_f64() * 1e6 / requests as f64,
        requests as f64 / took.as_secs_f64(),
        resident_mb()
    );
    std::process::exit(0)
}
