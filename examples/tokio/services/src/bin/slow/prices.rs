//! The prices, asked for once however many wait for the answer: a future written by hand, with the mistake in it.
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// The backend is slow, but not that slow.
pub const BACKEND: Duration = Duration::from_millis(20);

/// Whoever asks while an answer is on its way shares it.
pub struct Prices {
    on_its_way: Mutex<Option<Arc<Mutex<Answer>>>>,
    fixed: bool,
}

#[derive(Default)]
struct Answer {
    price: Option<u32>,
    wakers: Vec<Waker>,
}

impl Prices {
    pub fn open(fixed: bool) -> Arc<Prices> {
        Arc::new(Prices { on_its_way: Mutex::default(), fixed })
    }

    pub fn ask(self: &Arc<Self>) -> Price {
        let mut on_its_way = self.on_its_way.lock().unwrap();
        let answer = on_its_way.get_or_insert_with(|| self.ask_the_backend()).clone();
        Price { answer, fixed: self.fixed }
    }

    fn ask_the_backend(self: &Arc<Self>) -> Arc<Mutex<Answer>> {
        let answer = Arc::new(Mutex::new(Answer::default()));
        let (prices, reply) = (self.clone(), answer.clone());
        std::thread::spawn(move || {
            std::thread::sleep(BACKEND);
            *prices.on_its_way.lock().unwrap() = None;
            let mut reply = reply.lock().unwrap();
            reply.price = Some(42);
            reply.wakers.drain(..).for_each(Waker::wake);
        });
        answer
    }
}

pub struct Price {
    answer: Arc<Mutex<Answer>>,
    fixed: bool,
}

impl Future for Price {
    type Output = u32;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<u32> {
        let mut answer = self.answer.lock().unwrap();
        if let Some(price) = answer.price {
            return Poll::Ready(price);
        }
        if self.fixed {
            answer.wakers.push(cx.waker().clone());
        } else {
            // The mistake: there is place for one, and the last one who asks takes it from the others.
            answer.wakers = vec![cx.waker().clone()];
        }
        Poll::Pending
    }
}
