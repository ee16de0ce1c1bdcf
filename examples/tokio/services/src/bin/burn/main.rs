//! The burn: one connection in a thousand eats a core for as long as the process lives.
//!
//! A stream that says goodbye with data still buffered behind it: the proxy's read is pending, and wakes itself, and is
//! pending. Every answer has long been given. `--fixed` takes the goodbye for what it is.
mod stream;

use rouse_story::{cpu, runtime, Story};
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use stream::{RecordStream, CLOSE_NOTIFY, DATA};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

const POLITE: u32 = 200;
const BREAK: Duration = Duration::from_millis(10);
const REQUEST: &[u8] = b"hello";

async fn serve(listener: TcpListener, backend: SocketAddr, fixed: bool) {
    while let Ok((client, _)) = listener.accept().await {
        tokio::spawn(proxy(client, backend, fixed));
    }
}

/// Takes the frames off what the client sends, and passes the rest to the backend; what comes back goes back as it is.
async fn proxy(client: TcpStream, backend: SocketAddr, fixed: bool) -> std::io::Result<()> {
    let (input, mut output) = client.into_split();
    let (mut answers, mut requests) = TcpStream::connect(backend).await?.into_split();
    tokio::spawn(async move { tokio::io::copy(&mut answers, &mut output).await });
    let mut records = RecordStream::over(input, fixed);
    tokio::io::copy(&mut records, &mut requests).await?;
    requests.shutdown().await
}

/// Echoes.
async fn serve_backend(listener: TcpListener) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(async move {
            let (mut input, mut output) = stream.into_split();
            tokio::io::copy(&mut input, &mut output).await
        });
    }
}

fn main() {
    let story = Story::begin(&["--fixed"]);
    let rt = runtime(2);
    let bind = || rt.block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
    let (backend, front) = (bind(), bind());
    let (behind, address) = (backend.local_addr().expect("an address"), front.local_addr().expect("an address"));
    rt.spawn(serve_backend(backend));
    rt.spawn(serve(front, behind, story.fixed));

    let begun = Instant::now();
    for _ in 0..POLITE {
        visit(address, &[]);
        std::thread::sleep(BREAK);
    }
    println!("{POLITE} clients said goodbye: the process has used {:.1?} of CPU time", cpu());
    visit(address, &[4, DATA, b'l', b'a']); // cut short: the client is gone before the record is whole
    let before = (Instant::now(), cpu());
    std::thread::sleep(story.length.saturating_sub(begun.elapsed()));
    let cores = (cpu() - before.1).as_secs_f64() / before.0.elapsed().as_secs_f64();
    story.end(cores > 0.1, &format!("no client is there, and the process uses {cores:.2} of a core"))
}

/// A client that sends one request, reads the answer and says goodbye, with these bytes behind it.
fn visit(proxy: SocketAddr, behind_goodbye: &[u8]) {
    let mut stream = std::net::TcpStream::connect(proxy).expect("the proxy listens");
    stream.write_all(&[&[REQUEST.len() as u8, DATA], REQUEST].concat()).expect("the proxy reads");
    let mut answer = [0; REQUEST.len()];
    stream.read_exact(&mut answer).expect("the proxy answers");
    stream.write_all(&[&[0, CLOSE_NOTIFY], behind_goodbye].concat()).expect("the proxy reads");
}
