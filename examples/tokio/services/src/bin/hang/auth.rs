//! An authentication library as C libraries look, and the future that somebody wrote by hand around it.
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::mpsc::{channel, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

const THREADS: usize = 8;
const SLOTS: u64 = 32;

type Callback = Box<dyn FnOnce(bool) + Send>;

/// A token goes in with a callback, and the verdict comes back on one of the library's own threads.
///
/// It knows our own tokens, and answers for them in 2 ms. For a partner's it asks the partner, which takes 150 ms. The
/// calls in flight stand in a ring of 32 slots: a call that is still there when the ring has come around loses its place,
/// and its callback is dropped. Up to some 200 calls a second nobody notices.
pub struct Library {
    calls: Mutex<Calls>,
    to_threads: Sender<(u64, bool)>,
    slots: u64,
}

#[derive(Default)]
struct Calls {
    begun: u64,
    in_flight: HashMap<u64, (u64, Callback)>,
}

impl Library {
    /// With `fixed`, no two calls ever share a slot.
    pub fn open(fixed: bool) -> Arc<Library> {
        let (to_threads, calls) = channel();
        let slots = if fixed { u64::MAX } else { SLOTS };
        let library = Arc::new(Library { calls: Mutex::default(), to_threads, slots });
        let calls = Arc::new(Mutex::new(calls));
        for _ in 0..THREADS {
            let (library, calls) = (library.clone(), calls.clone());
            std::thread::spawn(move || library.work(&calls));
        }
        library
    }

    fn verify(&self, token: &str, callback: Callback) {
        let mut calls = self.calls.lock().unwrap();
        let call = calls.begun;
        calls.begun += 1;
        calls.in_flight.insert(call % self.slots, (call, callback));
        self.to_threads.send((call, token.starts_with("partner/"))).expect("its threads live as long as it does");
    }

    fn work(&self, calls: &Mutex<Receiver<(u64, bool)>>) {
        loop {
            let Ok((call, is_partners)) = calls.lock().unwrap().recv() else { return };
            std::thread::sleep(Duration::from_millis(if is_partners { 150 } else { 2 }));
            if let Some(callback) = self.finish(call) {
                callback(true);
            }
        }
    }

    fn finish(&self, call: u64) -> Option<Callback> {
        let in_flight = &mut self.calls.lock().unwrap().in_flight;
        let slot = call % self.slots;
        match in_flight.get(&slot) {
            Some((occupant, _)) if *occupant == call => in_flight.remove(&slot).map(|(_, callback)| callback),
            _ => None, // the ring has come around
        }
    }
}

/// The verdict on one token.
pub struct Verdict {
    library: Arc<Library>,
    token: String,
    accepted: Arc<Mutex<Option<bool>>>,
    asked_by: Option<Waker>,
    keeps_waker: bool,
}

impl Verdict {
    /// With `keeps_waker`, the future holds a clone of its waker besides the callback's, as those do that compare it
    /// with the next poll's. It makes no difference to the bug: but now a waker is left, which nobody will ever wake.
    pub fn on(token: &str, library: &Arc<Library>, keeps_waker: bool) -> Verdict {
        Verdict {
            library: library.clone(),
            token: token.to_owned(),
            accepted: Arc::default(),
            asked_by: None,
            keeps_waker,
        }
    }
}

impl Future for Verdict {
    type Output = bool;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<bool> {
        if let Some(accepted) = *self.accepted.lock().unwrap() {
            return Poll::Ready(accepted);
        }
        if self.asked_by.is_none() {
            let (accepted, waker) = (self.accepted.clone(), cx.waker().clone());
            self.library.verify(
                &self.token,
                Box::new(move |verdict| {
                    *accepted.lock().unwrap() = Some(verdict);
                    waker.wake();
                }),
            );
            self.asked_by = Some(if self.keeps_waker { cx.waker().clone() } else { Waker::noop().clone() });
        }
        Poll::Pending
    }
}
