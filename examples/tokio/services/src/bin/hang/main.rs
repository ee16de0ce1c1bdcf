//! The hang: above some load, 5 % of the requests never get an answer.
//!
//! A future written by hand waits for a callback; the library drops it. Nothing fails, nothing times out, no core is busy:
//! the task has given its waker away and nobody has it. `--fixed` plays it with a library that keeps its callbacks.
mod auth;
mod gateway;

use auth::Library;
use rouse_story::{runtime, Story};
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

const ALONE: usize = 40;
const RATE: u32 = 280;

fn main() {
    let story = Story::begin(&["--fixed", "--keep-waker"]);
    let rt = runtime(2);
    let listener = rt.block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
    let address = listener.local_addr().expect("an address");
    rt.spawn(gateway::serve(listener, Library::open(story.fixed), story.has("--keep-waker")));

    let begun = Instant::now();
    let mut client = Client::connect(address);
    println!("one request at a time: {} of {ALONE} were answered", client.one_at_a_time());
    let asked = client.send(story.load());
    println!("{RATE} requests a second: {asked} sent");
    std::thread::sleep(story.length.saturating_sub(begun.elapsed()));
    let lost = client.asked - client.answered.load(SeqCst);
    let share = 100.0 * lost as f64 / asked as f64;
    story.end(lost > 0, &format!("{lost} of {asked} requests were never answered ({share:.1} %)"))
}

/// A client on threads of its own, so that the console shows the service alone.
struct Client {
    stream: TcpStream,
    asked: usize,
    answered: Arc<AtomicUsize>,
}

impl Client {
    fn connect(address: SocketAddr) -> Client {
        let stream = TcpStream::connect(address).expect("the gateway listens");
        stream.set_nodelay(true).expect("nodelay");
        let answers = BufReader::new(stream.try_clone().expect("a clone")).lines();
        let answered = Arc::new(AtomicUsize::new(0));
        let counter = answered.clone();
        std::thread::spawn(move || {
            for _ in answers.map_while(Result::ok) {
                counter.fetch_add(1, SeqCst);
            }
        });
        Client { stream, asked: 0, answered }
    }

    /// Every twentieth caller comes with a token of a partner's.
    fn ask(&mut self) {
        let issuer = if self.asked % 20 == 19 { "partner" } else { "local" };
        self.stream.write_all(format!("{} {issuer}/user\n", self.asked).as_bytes()).expect("the gateway reads");
        self.asked += 1;
    }

    fn one_at_a_time(&mut self) -> usize {
        for _ in 0..ALONE {
            self.ask();
            let due = Instant::now() + Duration::from_secs(1);
            while self.answered.load(SeqCst) < self.asked && Instant::now() < due {
                std::thread::sleep(Duration::from_micros(200));
            }
        }
        self.answered.load(SeqCst)
    }

    fn send(&mut self, length: Duration) -> u32 {
        let begun = Instant::now();
        let mut sent = 0;
        while begun.elapsed() < length {
            self.ask();
            sent += 1;
            std::thread::sleep((Duration::from_secs(1) * sent / RATE).saturating_sub(begun.elapsed()));
        }
        sent
    }
}
