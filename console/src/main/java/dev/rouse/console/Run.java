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
        try {
            return child.await(atMost) ? itEnded() : itsTimeIsOver();
        } finally {
            interrupt.cancel();
        }
    }

    private int itEnded() throws InterruptedException {
        drain();
        sayIfNobodyAnswered("the program ended with code " + child.code());
        report.end(elapsed());
        return child.code();
    }

    private int itsTimeIsOver() throws InterruptedException {
        listener.stopAll(TO_LEAVE);
        sayIfNobodyAnswered("the time is over");
        report.end(elapsed());
        report.say("--for is over: ending the program");
        child.end();
        return ExitCode.DONE;
    }

    /** What was sent before the program ended may still be on its way; JVMs that it left behind are left alone. */
    private void drain() throws InterruptedException {
        listener.letInAll(TO_LEAVE);
        if (!listener.awaitSilence(TO_DRAIN)) {
            listener.stopAll(TO_LEAVE);
        }
    }

    private void sayIfNobodyAnswered(String what) {
        if (listener.agents().isEmpty()) {
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
