//! Tokio's current_thread runtime as a subject of RuntimeBenchmark: the same workloads, the same lines of output.
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Notify;

const WARM_UP: usize = 10;
const SAMPLES: usize = 40;
const SLEEPERS: usize = 1_000_000;

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_time().build().expect("a runtime")
}

/// A future that wakes itself: what a hand-written leaf does, without tokio's own yield_now and its deferral.
struct Yielding(usize);

impl std::future::Future for Yielding {
    type Output = ();
    fn poll(mut self: std::pin::Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> std::task::Poll<()> {
        if self.0 == 0 {
            return std::task::Poll::Ready(());
        }
        self.0 -= 1;
        cx.waker().wake_by_ref();
        std::task::Poll::Pending
    }
}

fn yields(rt: &Runtime, n: usize) {
    rt.block_on(async { tokio::spawn(Yielding(n)).await.expect("done") });
}

async fn player(inward: Arc<Notify>, outward: Arc<Notify>, n: usize) {
    for _ in 0..n {
        inward.notified().await;
        outward.notify_one();
    }
}

fn hops(rt: &Runtime, n: usize) {
    rt.block_on(async {
        let (ping, pong) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let one = tokio::spawn(player(ping.clone(), pong.clone(), n / 2));
        let other = tokio::spawn(player(pong, ping.clone(), n / 2));
        ping.notify_one();
        one.await.expect("done");
        other.await.expect("done");
    });
}

fn spawns(rt: &Runtime, n: usize) {
    rt.block_on(async {
        tokio::spawn(async move {
            for _ in 0..n {
                tokio::spawn(async { 42 }).await.expect("done");
            }
        })
        .await
        .expect("done");
    });
}

fn crossings(n: usize) {
    let (ping, pong) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (a, b) = (ping.clone(), pong.clone());
    let other = std::thread::spawn(move || current_thread().block_on(player(b, a, n / 2)));
    ping.notify_one();
    current_thread().block_on(player(ping, pong, n / 2));
    other.join().expect("done");
}

fn measure(name: &str, n: usize, mut work: impl FnMut(usize)) {
    let mut samples = Vec::new();
    for i in 0..WARM_UP + SAMPLES {
        let start = Instant::now();
        work(n);
        if i >= WARM_UP {
            samples.push(start.elapsed().as_nanos() as f64 / n as f64);
        }
    }
    samples.sort_by(f64::total_cmp);
    println!("{name}\t{:.2}", samples[SAMPLES / 2]);
}

fn resident() -> f64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: f64 = statm.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0.0);
    pages * 4096.0
}

fn sleepers(rt: &Runtime) {
    let before = resident();
    let start = Instant::now();
    rt.block_on(async {
        for _ in 0..SLEEPERS {
            tokio::spawn(tokio::time::sleep(Duration::from_secs(1_800)));
        }
        tokio::task::yield_now().await;
        tokio::time::sleep(Duration::from_millis(1)).await;
    });
    println!("SLEEPER_NS\t{:.1}", start.elapsed().as_nanos() as f64 / SLEEPERS as f64);
    println!("SLEEPER_BYTES\t{:.1}", (resident() - before) / SLEEPERS as f64);
    std::process::exit(0);
}

/// Two current_thread runtimes, each with a listening socket of its own on the same port.
fn echo() {
    let first = listener(0);
    let port = first.local_addr().expect("an address").port();
    let second = listener(port);
    println!("{port}");
    let other = std::thread::spawn(move || serve(second));
    serve(first);
    other.join().expect("serves for ever");
}

fn listener(port: u16) -> std::net::TcpListener {
    let rt = Builder::new_current_thread().enable_io().build().expect("a runtime");
    let _on = rt.enter();
    let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
    socket.set_reuseport(true).expect("SO_REUSEPORT");
    socket.bind(([127, 0, 0, 1], port).into()).expect("a free port");
    socket.listen(1_024).expect("listens").into_std().expect("std")
}

fn serve(listener: std::net::TcpListener) {
    let rt = Builder::new_current_thread().enable_io().build().expect("a runtime");
    rt.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).expect("tokio");
        loop {
            let (mut stream, _) = listener.accept().await.expect("accepts");
            stream.set_nodelay(true).expect("nodelay");
            tokio::spawn(async move {
                use tokio::io::{AsyncReadExt, AsyncWriteExt};
                let mut bytes = vec![0; 16 * 1024];
                while let Ok(n @ 1..) = stream.read(&mut bytes).await {
                    if stream.write_all(&bytes[..n]).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
}

fn main() {
    let rt = current_thread();
    match std::env::args().nth(1).as_deref() {
        Some("echo") => return echo(),
        Some(_) => sleepers(&rt),
        None => {}
    }
    measure("YIELD", 400_000, |n| yields(&rt, n));
    measure("HOP", 200_000, |n| hops(&rt, n));
    measure("SPAWN", 100_000, |n| spawns(&rt, n));
    measure("CROSSING", 4_000, crossings);
}
