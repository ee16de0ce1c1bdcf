//! A gateway that speaks a line a request, `NUMBER TOKEN`, and answers `NUMBER ok`, each when it is ready.
use crate::auth::{Library, Verdict};
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::OwnedWriteHalf;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{unbounded_channel, UnboundedReceiver, UnboundedSender};

pub async fn serve(listener: TcpListener, library: Arc<Library>, keeps_waker: bool) {
    while let Ok((stream, _)) = listener.accept().await {
        stream.set_nodelay(true).expect("nodelay");
        tokio::spawn(connection(stream, library.clone(), keeps_waker));
    }
}

/// Each request is a task, so that a slow one holds up no other.
async fn connection(stream: TcpStream, library: Arc<Library>, keeps_waker: bool) {
    let (input, output) = stream.into_split();
    let (answers, to_write) = unbounded_channel();
    tokio::spawn(write(output, to_write));
    let mut lines = BufReader::new(input).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        tokio::spawn(request(line, library.clone(), keeps_waker, answers.clone()));
    }
}

async fn request(line: String, library: Arc<Library>, keeps_waker: bool, answers: UnboundedSender<String>) {
    let Some((number, token)) = line.split_once(' ') else { return };
    let accepted = Verdict::on(token, &library, keeps_waker).await;
    let answer = format!("{number} {}\n", if accepted { "ok" } else { "refused" });
    answers.send(answer).ok();
}

async fn write(mut output: OwnedWriteHalf, mut answers: UnboundedReceiver<String>) {
    while let Some(answer) = answers.recv().await {
        if output.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}
