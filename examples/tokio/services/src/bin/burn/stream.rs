//! A stream of records over TCP, as TLS has them: a length, a kind, and so many bytes.
use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{ready, Context, Poll};
use tokio::io::{AsyncRead, ReadBuf};

pub const DATA: u8 = 23;
/// The peer says goodbye in so many words, so that nobody can cut it short unnoticed.
pub const CLOSE_NOTIFY: u8 = 21;
const HEADER: usize = 2;

/// What was read of a connection, without the frames.
pub struct RecordStream<R> {
    input: R,
    buffered: VecDeque<u8>,
    is_closed: bool,
    fixed: bool,
}

impl<R: AsyncRead + Unpin> RecordStream<R> {
    pub fn over(input: R, fixed: bool) -> Self {
        RecordStream { input, buffered: VecDeque::new(), is_closed: false, fixed }
    }

    fn next_record(&mut self) -> Option<(u8, Vec<u8>)> {
        let length = usize::from(*self.buffered.front()?);
        if self.buffered.len() < HEADER + length {
            return None;
        }
        let record: Vec<u8> = self.buffered.drain(..HEADER + length).collect();
        Some((record[1], record[HEADER..].to_vec()))
    }

    fn poll_fill(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let mut bytes = [0; 4_096];
        let mut buffer = ReadBuf::new(&mut bytes);
        ready!(Pin::new(&mut self.input).poll_read(cx, &mut buffer))?;
        self.buffered.extend(buffer.filled());
        Poll::Ready(Ok(buffer.filled().len()))
    }

    fn may_end(&self) -> bool {
        // The mistake: after a goodbye it wants everything read that came behind it, and nobody will ever read that.
        self.is_closed && (self.fixed || self.buffered.is_empty())
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for RecordStream<R> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, out: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        loop {
            if self.may_end() {
                return Poll::Ready(Ok(()));
            }
            if self.is_closed {
                // There is data, so this is not the end; there is no record, so it is not now. Try again.
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            match self.next_record() {
                Some((CLOSE_NOTIFY, _)) => self.is_closed = true,
                Some((_, data)) => {
                    out.put_slice(&data);
                    return Poll::Ready(Ok(()));
                }
                None if ready!(self.poll_fill(cx))? == 0 => return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into())),
                None => {}
            }
        }
    }
}
