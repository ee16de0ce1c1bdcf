package dev.rouse.console;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One session with a program of ours, from its start to its end or to the time that is given it. */
final class Run {
    private static final Duration TO_DRAIN = Duration.ofSeconds(1);
    private static final Duration TO_LEAVE = Duration.ofSeconds(10);
    private static final Duration TO_LEAVE_AT_INTERRUPT = Duration.ofSeconds(2);

    private final Child child;
    private final Listener listener;
    private final Report report;
    private final long start = System.nanoTime();

    Run(Child child, Listener listener, Report report) {
        this.child = child;
        this.listener = listener;
        this.report = report;
    }

    /** Watches until the program ends, or for so long; the result is its exit code, 0 when its time was over. */
    int watch(@Nullable Duration atMost) throws InterruptedException {
        Interrupt interrupt = Interrupt.call(this::interrupted, report);
        boolean ended = child.await(atMost);
        if (ended) {
            drain();
        } else {
            listener.stopAll(TO_LEAVE);
        }
        sayIfNobodyAnswered(ended);
        report.end(elapsed());
        if (!ended) {
            report.say("--for is over after " + Durations.words(elapsed()) + ": ending the program");
            child.end();
        }
        interrupt.cancel();
        return ended ? child.code() : ExitCode.DONE;
    }

    /**
     * What the program's agents sent before it ended may still be on its way; JVMs that it left behind are left alone.
     */
    private void drain() throws InterruptedException {
        if (!listener.awaitSilence(TO_DRAIN)) {
            listener.stopAll(TO_LEAVE);
        }
    }

    private void sayIfNobodyAnswered(boolean ended) {
        if (listener.agents().isEmpty()) {
            String what = ended ? "the program ended with code " + child.code() : "the time is over";
            report.say(what + " and no agent has answered: is it a Java program, on Java 17 or newer?");
        }
    }

    private void interrupted() throws InterruptedException {
        listener.stopAll(TO_LEAVE_AT_INTERRUPT);
        child.end();
        listener.awaitSilence(TO_DRAIN);
        report.end(elapsed());
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
