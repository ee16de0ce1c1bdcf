package dev.rouse.runtime.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Core;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.Runtime;
import dev.rouse.runtime.sync.Mpsc;
import dev.rouse.runtime.sync.Wakes;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishersTest {
    private final Runtime runtime = Runtime.builder().cores(2).start();
    private final Core core = runtime.core(0);
    private final ByHand publisher = new ByHand();
    private final Source<String> source = Publishers.source(publisher, 4);
    private final Wakes wakes = new Wakes();

    @AfterEach
    void stop() {
        runtime.close();
    }

    /** A publisher that a test drives; it notes what is asked of it. */
    private static final class ByHand implements Flow.Publisher<String>, Flow.Subscription {
        private Flow.@Nullable Subscriber<? super String> subscriber;
        private long requested;
        private boolean cancelled;

        @Override
        public void subscribe(Flow.Subscriber<? super String> subscribing) {
            subscriber = subscribing;
            subscribing.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            requested += n;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        Flow.Subscriber<? super String> subscriber() {
            if (subscriber == null) {
                throw new AssertionError("not subscribed");
            }
            return subscriber;
        }
    }

    @Test
    void asksForWhatItCanKeepAndForMoreAsItIsTaken() {
        assertThat(source.pollNext(wakes.context()).isPending()).isTrue();
        assertThat(publisher.requested).isEqualTo(4);
        publisher.subscriber().onNext("a");
        assertThat(wakes.count()).isEqualTo(1);
        publisher.subscriber().onNext("b");
        assertThat(source.pollNext(wakes.context()).get()).isEqualTo("a");
        assertThat(source.pollNext(wakes.context()).get()).isEqualTo("b");
        assertThat(publisher.requested).isEqualTo(6);
    }

    @Test
    void givesTheItemsThatCameBeforeTheEnd() {
        source.pollNext(wakes.context());
        publisher.subscriber().onNext("a");
        publisher.subscriber().onComplete();
        assertThat(source.pollNext(wakes.context()).get()).isEqualTo("a");
        assertThat(source.pollNext(wakes.context())).isSameAs(Poll.ready());
        assertThatIllegalStateException().isThrownBy(() -> source.pollNext(wakes.context()));
    }

    @Test
    void throwsWhatThePublisherFailedWith() {
        source.pollNext(wakes.context());
        publisher.subscriber().onError(new IllegalArgumentException("on purpose"));
        assertThat(wakes.count()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> source.pollNext(wakes.context()));
    }

    @Test
    void cancelsWhenItIsDropped() {
        source.pollNext(wakes.context());
        source.drop();
        assertThat(publisher.cancelled).isTrue();
        publisher.subscriber().onNext("too late");
        assertThat(wakes.count()).isZero();
    }

    @Test
    void cancelsAPublisherThatSendsMoreThanIsAskedFor() {
        source.pollNext(wakes.context());
        for (int i = 0; i < 5; i++) {
            publisher.subscriber().onNext("item");
        }
        assertThat(publisher.cancelled).isTrue();
        for (int i = 0; i < 4; i++) {
            assertThat(source.pollNext(wakes.context()).get()).isEqualTo("item");
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> source.pollNext(wakes.context()))
                .withMessageContaining("4");
    }

    @Test
    void keepsTheFirstOfTwoSubscriptions() {
        source.pollNext(wakes.context());
        ByHand second = new ByHand();
        publisher.subscriber().onSubscribe(second);
        assertThat(second.cancelled).isTrue();
        assertThat(publisher.cancelled).isFalse();
    }

    @Test
    @SuppressWarnings("NullAway") // that is what it is about (2.13)
    void takesNoNull() {
        source.pollNext(wakes.context());
        assertThatNullPointerException().isThrownBy(() -> publisher.subscriber().onNext(null));
        assertThatNullPointerException().isThrownBy(() -> publisher.subscriber().onError(null));
        assertThatNullPointerException().isThrownBy(() -> publisher.subscriber().onSubscribe(null));
        assertThatNullPointerException()
                .isThrownBy(() -> counting(1, new AtomicInteger()).subscribe(null));
    }

    /** Counts up to a number, and how often it was dropped. */
    private Flow.Publisher<Integer> counting(int last, AtomicInteger dropped) {
        return Publishers.publisher(
                () -> new Source<Integer>() {
                    private int count;

                    @Override
                    public Poll<@Nullable Integer> pollNext(Context context) {
                        return count == last ? Poll.ready() : Poll.ready(++count);
                    }

                    @Override
                    public void drop() {
                        dropped.incrementAndGet();
                    }
                },
                core);
    }

    /** A subscriber that notes the signals, and whether two came at once. */
    private static class Noting<T> implements Flow.Subscriber<T> {
        final LinkedBlockingQueue<Object> signals = new LinkedBlockingQueue<>();
        final CountDownLatch subscribed = new CountDownLatch(1);
        final AtomicInteger inside = new AtomicInteger();
        volatile boolean overlapped;
        volatile Flow.@Nullable Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription offered) {
            subscription = offered;
            subscribed.countDown();
        }

        @Override
        public void onNext(T item) {
            note(item);
        }

        @Override
        public void onError(Throwable thrown) {
            note(thrown);
        }

        @Override
        public void onComplete() {
            note("end");
        }

        private void note(Object signal) {
            overlapped |= inside.getAndIncrement() != 0;
            signals.add(signal);
            inside.decrementAndGet();
        }

        Flow.Subscription subscription() {
            Flow.Subscription known = subscription;
            if (known == null) {
                throw new AssertionError("not subscribed");
            }
            return known;
        }

        Object next() throws InterruptedException {
            Object signal = signals.poll(20, TimeUnit.SECONDS);
            if (signal == null) {
                throw new AssertionError("no signal came");
            }
            return signal;
        }
    }

    /** What was sent to the core before has been done, and what was spawned there before has been polled. */
    private void settle() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            assertThat(core.spawn(context -> Poll.ready("done")).join()).isEqualTo("done");
        }
    }

    @Test
    void sendsAsManyAsAreAskedForAndThenTheEnd() throws InterruptedException {
        AtomicInteger dropped = new AtomicInteger();
        Noting<Integer> noting = new Noting<>();
        counting(3, dropped).subscribe(noting);
        settle();
        assertThat(noting.signals).isEmpty();
        noting.subscription().request(2);
        assertThat(noting.next()).isEqualTo(1);
        assertThat(noting.next()).isEqualTo(2);
        settle();
        assertThat(noting.signals).isEmpty();
        noting.subscription().request(Long.MAX_VALUE);
        noting.subscription().request(Long.MAX_VALUE);
        assertThat(noting.next()).isEqualTo(3);
        assertThat(noting.next()).isEqualTo("end");
        settle();
        assertThat(dropped).hasValue(1);
    }

    @Test
    void givesEachSubscriberItsOwnItems() throws InterruptedException {
        Flow.Publisher<Integer> counting = counting(1, new AtomicInteger());
        for (int i = 0; i < 2; i++) {
            Noting<Integer> noting = new Noting<>();
            counting.subscribe(noting);
            noting.subscription().request(5);
            assertThat(noting.next()).isEqualTo(1);
            assertThat(noting.next()).isEqualTo("end");
        }
    }

    @Test
    void answersAWrongRequestWithAnError() throws InterruptedException {
        Noting<Integer> noting = new Noting<>();
        counting(3, new AtomicInteger()).subscribe(noting);
        noting.subscription().request(0);
        assertThat(noting.next()).isInstanceOf(IllegalArgumentException.class);
        noting.subscription().request(1);
        settle();
        assertThat(noting.signals).isEmpty();
    }

    @Test
    void dropsTheSourceOfASubscriberThatCancels() throws InterruptedException {
        AtomicInteger dropped = new AtomicInteger();
        Noting<Integer> noting = new Noting<>() {
            @Override
            public void onNext(Integer item) {
                super.onNext(item);
                subscription().cancel();
            }
        };
        counting(Integer.MAX_VALUE, dropped).subscribe(noting);
        noting.subscription().request(Long.MAX_VALUE);
        assertThat(noting.next()).isEqualTo(1);
        settle();
        assertThat(noting.signals).isEmpty();
        assertThat(dropped).hasValue(1);
    }

    @Test
    void cancelsASubscriptionWhoseSourceIsPending() throws InterruptedException {
        CountDownLatch dropped = new CountDownLatch(1);
        Mpsc<String> channel = Mpsc.bounded(1);
        Noting<String> noting = new Noting<>();
        Publishers.publisher(() -> receiving(channel, dropped), core).subscribe(noting);
        noting.subscription().request(1);
        settle();
        noting.subscription().cancel();
        assertThat(dropped.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(channel.sender().isClosed()).isTrue();
        assertThat(noting.signals).isEmpty();
    }

    private static Source<String> receiving(Mpsc<String> channel, CountDownLatch dropped) {
        return new Source<>() {
            @Override
            public Poll<@Nullable String> pollNext(Context context) {
                return channel.receiver().pollRecv(context);
            }

            @Override
            public void drop() {
                channel.receiver().close();
                dropped.countDown();
            }
        };
    }

    @Test
    void tellsWhatTheSourceFailedWith() throws InterruptedException {
        Noting<Integer> noting = new Noting<>();
        Source<Integer> failing = context -> {
            throw new IllegalArgumentException("on purpose");
        };
        Publishers.publisher(() -> failing, core).subscribe(noting);
        noting.subscription().request(1);
        assertThat(noting.next()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsThatThereIsNoSource() throws InterruptedException {
        Noting<Integer> noting = new Noting<>();
        Publishers.<Integer>publisher(
                        () -> {
                            throw new IllegalStateException("taken");
                        },
                        core)
                .subscribe(noting);
        assertThat(noting.subscribed.getCount()).isZero();
        assertThat(noting.next()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void stopsAtASubscriberThatThrows() throws InterruptedException {
        AtomicInteger dropped = new AtomicInteger();
        Noting<Integer> noting = new Noting<>() {
            @Override
            public void onNext(Integer item) {
                super.onNext(item);
                throw new IllegalStateException("against the rules");
            }
        };
        counting(9, dropped).subscribe(noting);
        noting.subscription().request(9);
        assertThat(noting.next()).isEqualTo(1);
        settle();
        assertThat(noting.signals).isEmpty();
        assertThat(dropped).hasValue(1);
    }

    @Test
    void endsItsSubscribersWhenTheCoreShutsDown() throws InterruptedException {
        Noting<Integer> noting = new Noting<>();
        Flow.Publisher<Integer> counting = counting(3, new AtomicInteger());
        counting.subscribe(noting);
        runtime.close();
        assertThat(noting.next()).isInstanceOf(CancellationException.class);
        Noting<Integer> late = new Noting<>();
        counting.subscribe(late);
        assertThat(late.next()).isInstanceOf(java.util.concurrent.RejectedExecutionException.class);
    }

    @Test
    void carriesEveryItemOnceFromCoreToCore() throws InterruptedException {
        int many = 20_000;
        AtomicInteger dropped = new AtomicInteger();
        Source<Integer> items = Publishers.source(counting(many, dropped), 16);
        assertThat(runtime.core(1).spawn(new Summing(items)).join()).isEqualTo(many);
        settle();
        assertThat(dropped).hasValue(1);
    }

    @Test
    void takesTheItemsOfAPublisherOfTheJdk() throws InterruptedException {
        SubmissionPublisher<Integer> submitting = new SubmissionPublisher<>();
        var sum = core.spawn(new Summing(Publishers.source(submitting, 8)));
        settle();
        for (int i = 1; i <= 5_000; i++) {
            submitting.submit(i);
        }
        submitting.close();
        assertThat(sum.join()).isEqualTo(5_000);
    }

    /** Takes items that count up from 1, to the end. */
    private static final class Summing implements Future<Integer> {
        private final Source<Integer> items;
        private int last;

        Summing(Source<Integer> items) {
            this.items = items;
        }

        @Override
        public Poll<Integer> poll(Context context) {
            while (true) {
                Poll<@Nullable Integer> answer = items.pollNext(context);
                if (answer.isPending()) {
                    return Poll.pending();
                }
                Integer item = answer.get();
                if (item == null) {
                    return Poll.ready(last);
                }
                assertThat(item).isEqualTo(++last);
            }
        }

        @Override
        public void drop() {
            items.drop();
        }
    }

    @Test
    void signalsOneAfterTheOtherHoweverItIsAsked() throws InterruptedException {
        int many = 10_000;
        Noting<Integer> noting = new Noting<>();
        counting(many, new AtomicInteger()).subscribe(noting);
        Runnable asking = () -> {
            for (int i = 0; i <= many / 2; i++) {
                noting.subscription().request(1);
            }
        };
        Thread one = new Thread(asking);
        Thread other = new Thread(asking);
        one.start();
        other.start();
        for (int i = 1; i <= many; i++) {
            assertThat(noting.next()).isEqualTo(i);
        }
        assertThat(noting.next()).isEqualTo("end");
        assertThat(noting.overlapped).isFalse();
        one.join();
        other.join();
    }

    @Test
    void refusesToAskForNothing() {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Publishers.source(publisher, 0));
    }
}
