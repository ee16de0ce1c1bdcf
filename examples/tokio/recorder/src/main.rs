//! Writes a service's console stream to standard output: each Update after its length, as four bytes, big-endian.
use console_api::instrument::{instrument_client::InstrumentClient, InstrumentRequest};
use prost::Message;
use std::io::Write;
use std::time::Duration;
use tokio::time::{sleep, timeout_at, Instant};
use tonic::transport::Channel;
use tonic::Code;

const PATIENCE: Duration = Duration::from_secs(10);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let (Some(url), Some(seconds)) = (words.next(), words.next()) else {
        return Err("usage: rouse-tokio-recorder URL SECONDS > FILE".into());
    };
    let mut client = InstrumentClient::new(connect(&url).await?).max_decoding_message_size(usize::MAX);
    let end = Instant::now() + Duration::from_secs(seconds.parse()?);
    let mut updates = client.watch_updates(InstrumentRequest {}).await?.into_inner();
    let (mut out, mut count) = (std::io::stdout().lock(), 0);
    while let Ok(next) = timeout_at(end, updates.message()).await {
        match next {
            Ok(Some(update)) => {
                let bytes = update.encode_to_vec();
                out.write_all(&u32::try_from(bytes.len())?.to_be_bytes())?;
                out.write_all(&bytes)?;
                count += 1;
            }
            Ok(None) => break,
            Err(status) if matches!(status.code(), Code::Unavailable | Code::Unknown) => break, // the service has ended
            Err(status) => return Err(status.into()),
        }
    }
    out.flush()?;
    eprintln!("{count} updates");
    Ok(())
}

/// The service may still be starting.
async fn connect(url: &str) -> Result<Channel, Box<dyn std::error::Error>> {
    let end = Instant::now() + PATIENCE;
    loop {
        match Channel::from_shared(url.to_owned())?.connect().await {
            Ok(channel) => return Ok(channel),
            Err(error) if Instant::now() >= end => return Err(error.into()),
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
}
