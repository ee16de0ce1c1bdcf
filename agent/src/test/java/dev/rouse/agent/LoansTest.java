package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The fates of loans. Nothing of this is run: it is read. */
class LoansTest {
    /** Something that is borrowed. */
    static final class Line implements AutoCloseable {
        int send(String what) {
            return what.length();
        }

        @Override
        public void close() {}
    }

    /** Who lends. */
    static final class Pool {
        Line borrow() {
            return new Line();
        }

        void giveBack(Line line) {
            line.send("");
        }
    }

    /** Who borrows. */
    @SuppressWarnings({"MustBeClosedChecker", "try"})
    static final class Program {
        private final Pool pool = new Pool();
        private final Semaphore permits = new Semaphore(1);
        private final BlockingQueue<byte[]> buffers = new ArrayBlockingQueue<>(1);
        private final Deque<Line> session = new ArrayDeque<>();
        private @Nullable Line held;

        int inAFinallyBlock() {
            Line line = pool.borrow();
            try {
                return line.send("a");
            } finally {
                pool.giveBack(line);
            }
        }

        int withResources() {
            try (Line line = pool.borrow()) {
                return line.send("a");
            }
        }

        int inAFinallyBlockThatMayHaveNone() {
            Line line = null;
            try {
                line = pool.borrow();
                return line.send("a");
            } finally {
                if (line != null) {
                    line.close();
                }
            }
        }

        int onlyWhenNothingFails() {
            Line line = pool.borrow();
            int sent = line.send("a");
            pool.giveBack(line);
            return sent;
        }

        int notWhenThereIsNothingToSend(String what) {
            Line line = pool.borrow();
            try {
                if (what.isEmpty()) {
                    return 0;
                }
                int sent = line.send(what);
                pool.giveBack(line);
                return sent;
            } catch (RuntimeException e) {
                pool.giveBack(line);
                throw e;
            }
        }

        int never() {
            Line line = pool.borrow();
            return line.send("a");
        }

        Line handsOn() {
            return pool.borrow();
        }

        void keepsInAField() {
            held = pool.borrow();
        }

        void keepsInACollection() {
            Line line = pool.borrow();
            session.add(line);
        }

        CompletableFuture<Void> keepsInACallback() {
            Line line = pool.borrow();
            return CompletableFuture.runAsync(() -> pool.giveBack(line));
        }

        void aPermitInAFinallyBlock() throws InterruptedException {
            permits.acquire();
            try {
                never();
            } finally {
                permits.release();
            }
        }

        void aPermitOnlyWhenNothingFails() throws InterruptedException {
            permits.acquire();
            never();
            permits.release();
        }

        boolean aPermitThatMayNotBeGot() {
            if (!permits.tryAcquire()) {
                return false;
            }
            try {
                never();
            } finally {
                permits.release();
            }
            return true;
        }

        void aPermitThatOthersRelease() throws InterruptedException {
            permits.acquire();
            never();
        }

        void aBufferOnlyWhenNothingFails() throws InterruptedException {
            byte[] buffer = buffers.take();
            never();
            buffers.put(buffer);
        }

        void aMessage() throws InterruptedException {
            byte[] message = buffers.take();
            never();
            message[0]++;
        }

        void aTaskThatIsTriedAgain() throws InterruptedException {
            byte[] task = buffers.take();
            try {
                never();
            } catch (IllegalStateException e) {
                buffers.put(task);
            }
        }

        void aTaskThatIsNotDoneYet() throws InterruptedException {
            while (true) {
                byte[] task = buffers.take();
                if (never() > 1) {
                    buffers.put(task);
                }
            }
        }

        void aPermitThatACallbackReleases() throws InterruptedException {
            permits.acquire();
            if (never() > 1) {
                permits.release();
            }
        }

        @Nullable Line held() {
            return held;
        }
    }

    private static Loan.Fate fate(String method, String call) {
        MethodCode[] found = new MethodCode[1];
        MethodCode.read(Program.class, (name, file, code) -> found[0] = name.equals(method) ? code : found[0]);
        MethodCode code = found[0];
        return new Loan(code, code.calls(c -> c.name().equals(call)).get(0)).fate();
    }

    @Test
    void seesWhatIsGivenBackOnEveryWay() {
        assertThat(fate("inAFinallyBlock", "borrow")).isEqualTo(Loan.Fate.GIVEN_BACK);
        assertThat(fate("withResources", "borrow")).isEqualTo(Loan.Fate.GIVEN_BACK);
        assertThat(fate("inAFinallyBlockThatMayHaveNone", "borrow")).isEqualTo(Loan.Fate.GIVEN_BACK);
        assertThat(fate("aPermitInAFinallyBlock", "acquire")).isEqualTo(Loan.Fate.GIVEN_BACK);
        assertThat(fate("aPermitThatMayNotBeGot", "tryAcquire")).isEqualTo(Loan.Fate.GIVEN_BACK);
    }

    @Test
    void seesWhatIsNotGivenBackWhereSomethingIsThrown() {
        assertThat(fate("onlyWhenNothingFails", "borrow")).isEqualTo(Loan.Fate.GIVEN_BACK_SOMETIMES);
        assertThat(fate("aPermitOnlyWhenNothingFails", "acquire")).isEqualTo(Loan.Fate.GIVEN_BACK_SOMETIMES);
        assertThat(fate("aBufferOnlyWhenNothingFails", "take")).isEqualTo(Loan.Fate.GIVEN_BACK_SOMETIMES);
    }

    @Test
    void seesAnEarlyReturnThatGivesNothingBack() {
        assertThat(fate("notWhenThereIsNothingToSend", "borrow")).isEqualTo(Loan.Fate.GIVEN_BACK_SOMETIMES);
    }

    @Test
    void seesWhatIsNeverGivenBack() {
        assertThat(fate("never", "borrow")).isEqualTo(Loan.Fate.NEVER_GIVEN_BACK);
        assertThat(fate("aMessage", "take")).isEqualTo(Loan.Fate.NEVER_GIVEN_BACK);
    }

    @Test
    void leavesAloneWhatOutlivesTheMethod() {
        assertThat(fate("handsOn", "borrow")).isEqualTo(Loan.Fate.HANDED_ON);
        assertThat(fate("keepsInAField", "borrow")).isEqualTo(Loan.Fate.KEPT);
        assertThat(fate("keepsInACollection", "borrow")).isEqualTo(Loan.Fate.KEPT);
        assertThat(fate("keepsInACallback", "borrow")).isEqualTo(Loan.Fate.KEPT);
        assertThat(fate("aPermitThatOthersRelease", "acquire")).isEqualTo(Loan.Fate.KEPT);
        assertThat(fate("aPermitThatACallbackReleases", "acquire")).isEqualTo(Loan.Fate.KEPT);
    }

    @Test
    void takesAQueueOfTasksForNoPool() {
        assertThat(fate("aTaskThatIsTriedAgain", "take")).isEqualTo(Loan.Fate.KEPT);
        assertThat(fate("aTaskThatIsNotDoneYet", "take")).isEqualTo(Loan.Fate.KEPT);
    }
}
