//! What the services share: their options, the console that they serve, and what they say at the end.
use std::net::TcpListener;
use std::process::exit;
use std::str::FromStr;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

const USUAL_PORT: u16 = 6669;
const USUAL_SECONDS: u64 = 20;
/// The subscriber's own is a second, and it takes in 128 events an interval, since its reader runs on Tokio's budget like
/// any task (console-subscriber 0.4.1 and 0.5.0). At more spawns a second than that, what it tells lags ever more behind.
const PUBLISH_INTERVAL: Duration = Duration::from_millis(250);

#[cfg(not(tokio_unstable))]
compile_error!("build this below examples/tokio and without RUSTFLAGS, so that its .cargo/config.toml is read");

/// One run of a service: how it was asked to play.
pub struct Story {
    pub fixed: bool,
    /// How long the service runs before it says what it saw, and ends.
    pub length: Duration,
    flags: Vec<String>,
}

impl Story {
    /// Reads the options, and serves the console from here on. `flags` are those that this service knows besides.
    pub fn begin(flags: &[&str]) -> Story {
        let mut story = Story { fixed: false, length: Duration::from_secs(USUAL_SECONDS), flags: Vec::new() };
        let mut port = std::env::var("ROUSE_CONSOLE_PORT").ok().map_or(USUAL_PORT, |text| number(&text));
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--console-port" => port = number(&words.next().unwrap_or_default()),
                "--seconds" => story.length = Duration::from_secs(number(&words.next().unwrap_or_default())),
                flag if flags.contains(&flag) => story.flags.push(word),
                _ => refuse(&format!(
                    "does not know '{word}': it takes --console-port N, --seconds N {}",
                    flags.join(" ")
                )),
            }
        }
        story.fixed = story.has("--fixed");
        serve_console(port);
        story
    }

    pub fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|given| given == flag)
    }

    /// A third of the time is load, so that what got lost in it grows old in the rest.
    pub fn load(&self) -> Duration {
        self.length / 3
    }

    /// Says whether the bug was seen, and ends the process with all of its threads.
    pub fn end(&self, reproduced: bool, what: &str) -> ! {
        println!("{}: {what}", if reproduced { "reproduced" } else { "not reproduced" });
        exit(0)
    }
}

/// A runtime as `#[tokio::main]` makes it, with so many workers on a machine of any size.
pub fn runtime(workers: usize) -> Runtime {
    Builder::new_multi_thread().worker_threads(workers).enable_all().build().expect("a runtime")
}

/// The CPU time that this process has used so far: what a burning task costs.
pub fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = after_name.split(' ').skip(12).take(2).filter_map(|word| word.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

fn serve_console(port: u16) {
    // The subscriber panics on a thread of its own when the port is taken, and the service would run on unseen.
    if let Err(error) = TcpListener::bind(("127.0.0.1", port)) {
        refuse(&format!("cannot serve its console on 127.0.0.1:{port} ({error}): give another with --console-port N"));
    }
    console_subscriber::ConsoleLayer::builder()
        .publish_interval(PUBLISH_INTERVAL)
        .with_default_env()
        .server_addr(([127, 0, 0, 1], port))
        .init();
    println!("serves its console on http://127.0.0.1:{port}");
}

fn number<T: FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| refuse(&format!("wants a number, not '{text}'")))
}

fn refuse(why: &str) -> ! {
    let name = std::env::args().next().unwrap_or_default();
    eprintln!("{}: {why}", name.rsplit('/').next().unwrap_or_default());
    exit(2)
}
