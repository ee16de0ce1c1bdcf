//! The slow: every request is answered, many of them a second late, and no core is busy.
//!
//! An event is complete, but the waker of who waits for it does not fire. The future stands in a `select!` with others:
//! it is the heartbeat of the connection that runs the task and finds the answer there. `--fixed` wakes everyone.
mod prices;

use prices::{Prices, BACKEND};
use rouse_story::{runtime, Story};
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{interval_at, MissedTickBehavior};

const HEARTBEAT: Duration = Duration::from_secs(1);
const LATE: Duration = Duration::from_millis(200);
const SHOPPERS: u32 = 8;
const BREAK: Duration = Duration::from_millis(100);

async fn serve(listener: TcpListener, prices: Arc<Prices>) {
    while let Ok((stream, _)) = listener.accept().await {
        stream.set_nodelay(true).expect("nodelay");
        tokio::spawn(conversation(stream, prices.clone()));
    }
}

/// Answers each line with a price, and says once a second that it is still there.
async fn conversation(stream: TcpStream, prices: Arc<Prices>) -> std::io::Result<()> {
    let (input, mut output) = stream.into_split();
    let mut lines = tokio::io::BufReader::new(input).lines();
    let mut heartbeat = interval_at(tokio::time::Instant::now() + HEARTBEAT, HEARTBEAT);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut asked = None;
    loop {
        tokio::select! {
            line = lines.next_line(), if asked.is_none() => match line? {
                Some(_) => asked = Some(prices.ask()),
                None => return Ok(()),
            },
            price = async { asked.as_mut().expect("it was asked for").await }, if asked.is_some() => {
                asked = None;
                output.write_all(format!("price {price}\n").as_bytes()).await?;
            }
            _ = heartbeat.tick() => output.write_all(b"still here\n").await?,
        }
    }
}

fn main() {
    let story = Story::begin(&["--fixed"]);
    let rt = runtime(2);
    let listener = rt.block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
    let address = listener.local_addr().expect("an address");
    rt.spawn(serve(listener, Prices::open(story.fixed)));

    let end = Instant::now() + story.length;
    let shoppers: Vec<_> = (0..SHOPPERS).map(|i| std::thread::spawn(move || shop(address, i, end))).collect();
    let mut times: Vec<Duration> = shoppers.into_iter().flat_map(|thread| thread.join().expect("it shopped")).collect();
    times.sort();
    let late = times.iter().filter(|time| **time > LATE).count();
    let median = times[times.len() / 2];
    let worst = times[times.len() - 1];
    story.end(
        late > times.len() / 20,
        &format!(
            "{late} of {} answers took longer than {LATE:?}; median {median:.0?}, longest {worst:.0?}; the backend needs {BACKEND:?}",
            times.len()
        ),
    )
}

/// A shopper on a thread of its own, so that the console shows the service alone: asks, looks, and asks again.
fn shop(address: SocketAddr, number: u32, end: Instant) -> Vec<Duration> {
    std::thread::sleep(BREAK * number / SHOPPERS);
    let mut stream = std::net::TcpStream::connect(address).expect("the service listens");
    stream.set_nodelay(true).expect("nodelay");
    let mut answers = BufReader::new(stream.try_clone().expect("a clone")).lines().map_while(Result::ok);
    let mut times = Vec::new();
    while Instant::now() < end {
        let asked = Instant::now();
        stream.write_all(b"price?\n").expect("the service reads");
        answers.find(|line| line.starts_with("price")).expect("the service answers");
        times.push(asked.elapsed());
        std::thread::sleep(BREAK);
    }
    times
}
