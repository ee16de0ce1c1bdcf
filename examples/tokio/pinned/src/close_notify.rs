//! tokio-rustls #72, rustls #1950 and #1955: a read that wakes itself for ever, after a close_notify with data behind it.
//!
//! A TLS server that echoes. Its clients say goodbye properly; the last one has bytes of another record behind its
//! goodbye, as when a connection is shut down in the middle of an upload. Buggy: tokio-rustls 0.26.0 with rustls 0.23.5,
//! whose reader then says WouldBlock although it wants to read nothing. Fixed: rustls 0.23.7 discards what comes behind.
use rouse_story::{cpu, runtime, Story};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConfig};
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

const POLITE: u32 = 100;
const BREAK: Duration = Duration::from_millis(20);
const START_OF_RECORD: &[u8] = &[23, 3, 3, 0, 100, 1, 2, 3];

async fn serve(listener: TcpListener, acceptor: TlsAcceptor) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(echo(stream, acceptor.clone()));
    }
}

async fn echo(stream: TcpStream, acceptor: TlsAcceptor) -> std::io::Result<()> {
    let mut stream = acceptor.accept(stream).await?;
    let mut bytes = [0; 1_024];
    loop {
        match stream.read(&mut bytes).await? {
            0 => return stream.shutdown().await,
            n => stream.write_all(&bytes[..n]).await?,
        }
        stream.flush().await?;
    }
}

fn main() {
    let story = Story::begin(&[]);
    let (acceptor, client) = tls();
    let rt = runtime(2);
    let listener = rt.block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
    let address = listener.local_addr().expect("an address");
    rt.spawn(serve(listener, acceptor));

    let begun = Instant::now();
    for _ in 0..POLITE {
        visit(address, &client, &[]);
        std::thread::sleep(BREAK);
    }
    println!("{POLITE} clients said goodbye: the process has used {:.1?} of CPU time", cpu());
    visit(address, &client, START_OF_RECORD);
    let before = (Instant::now(), cpu());
    std::thread::sleep(story.length.saturating_sub(begun.elapsed()));
    let cores = (cpu() - before.1).as_secs_f64() / before.0.elapsed().as_secs_f64();
    story.end(cores > 0.1, &format!("no client is there, and the process uses {cores:.2} of a core"))
}

/// A certificate that lives as long as this process, and a client who trusts it.
fn tls() -> (TlsAcceptor, Arc<ClientConfig>) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let certificate: CertificateDer = made.cert.der().clone();
    let key = PrivateKeyDer::try_from(made.key_pair.serialize_der()).expect("a key");
    let mut trusted = RootCertStore::empty();
    trusted.add(certificate.clone()).expect("it can be trusted");
    let server = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate], key).expect("a server");
    let client = ClientConfig::builder().with_root_certificates(trusted).with_no_client_auth();
    (TlsAcceptor::from(Arc::new(server)), Arc::new(client))
}

/// A client that sends one request, reads the answer and says goodbye, with these bytes behind it.
fn visit(address: SocketAddr, config: &Arc<ClientConfig>, behind_goodbye: &[u8]) {
    let mut socket = std::net::TcpStream::connect(address).expect("the server listens");
    let name = ServerName::try_from("localhost").expect("a name");
    let mut session = ClientConnection::new(config.clone(), name).expect("a session");
    let mut stream = rustls::Stream::new(&mut session, &mut socket);
    stream.write_all(b"hello").expect("the server reads");
    stream.read_exact(&mut [0; 5]).expect("the server answers");
    session.send_close_notify();
    let mut last = Vec::new();
    while session.wants_write() {
        session.write_tls(&mut last).expect("a vector takes it");
    }
    last.extend_from_slice(behind_goodbye);
    socket.write_all(&last).expect("the server reads");
}
