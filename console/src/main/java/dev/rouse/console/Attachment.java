package dev.rouse.console;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One session with a JVM that runs already: the agent goes in, watches, and leaves it as it was. */
final class Attachment {
    private static final Duration TO_ANSWER = Duration.ofSeconds(10);
    private static final Duration TO_LEAVE = Duration.ofSeconds(10);

    private final HostProcess target;
    private final Listener listener;
    private final Report report;
    private final Afterwards afterwards;
    private long start = System.nanoTime();
    private @Nullable Duration watched;
    private boolean left;

    /** What is still to be done once the agent has left, before the session is summed up. */
    interface Afterwards {
        void doIt() throws InterruptedException;
    }

    Attachment(HostProcess target, Listener listener, Report report) {
        this(target, listener, report, () -> {});
    }

    Attachment(HostProcess target, Listener listener, Report report, Afterwards afterwards) {
        this.target = target;
        this.listener = listener;
        this.report = report;
        this.afterwards = afterwards;
    }

    /** Watches for so long, or until the target ends. */
    void watch(Path agentJar, Duration time) throws InterruptedException {
        Interrupt interrupt = Interrupt.call(this::leave, report);
        try {
            Jvms.load(target, agentJar, listener.agentOptions());
            awaitReady();
            start = System.nanoTime();
            report.say(
                    "watching process " + target.pid() + " for " + Durations.words(time) + "; Ctrl-C ends it earlier");
            boolean endedEarly = listener.await(time, Attachment::allGone);
            stop();
            if (!isLeft()) {
                afterwards.doIt();
            }
            sumUp();
            if (endedEarly) {
                refuseABrokenLink();
            }
        } finally {
            interrupt.cancel();
        }
    }

    private void refuseABrokenLink() {
        if (phase() == AgentLink.Phase.READY && target.isAlive()) {
            throw new BadUse("the connection to the agent in process " + target.pid()
                    + " broke: attach again, and see 'rouse doctor " + target.pid() + "'");
        }
    }

    private void awaitReady() throws InterruptedException {
        boolean answered = listener.await(
                TO_ANSWER,
                agents -> agents.stream()
                        .anyMatch(agent -> agent.phase() != AgentLink.Phase.CONNECTED || !agent.isOpen()));
        if (!answered || phase() == AgentLink.Phase.CONNECTED) {
            throw new BadUse("the agent in process " + target.pid() + " did not answer within " + TO_ANSWER.toSeconds()
                    + " s: see that process's standard error, and 'rouse doctor " + target.pid() + "'");
        }
        if (phase() == AgentLink.Phase.REFUSED) {
            throw new BadUse("process " + target.pid() + ": " + agent().word());
        }
    }

    private static boolean allGone(List<AgentLink> agents) {
        return agents.stream().noneMatch(AgentLink::isOpen);
    }

    private AgentLink agent() {
        return listener.agents().get(0);
    }

    private AgentLink.Phase phase() {
        return listener.agents().isEmpty() ? AgentLink.Phase.CONNECTED : agent().phase();
    }

    /** What Ctrl-C does: nothing afterwards, which may take long. */
    private void leave() throws InterruptedException {
        stop();
        sumUp();
    }

    /** Lets the agent look a last time and leave. */
    private synchronized void stop() throws InterruptedException {
        if (watched == null) {
            watched = Duration.ofNanos(System.nanoTime() - start);
            listener.stopAll(TO_LEAVE);
        }
    }

    private synchronized boolean isLeft() {
        return left;
    }

    private synchronized void sumUp() {
        if (left) {
            return;
        }
        left = true;
        report.end(watched == null ? Duration.ZERO : watched);
        report.say(howItIsLeft());
        if (!report.hasAny() && target.isAlive()) {
            report.say("what began to wait before the agent came is seen only where a thread is blocked: 'rouse heap "
                    + target.pid() + "' finds the rest in a heap dump");
        }
    }

    private String howItIsLeft() {
        String name = "process " + target.pid();
        return switch (phase()) {
            case LEFT ->
                "the agent has left, " + name + " is as it was"
                        + (agent().word().isEmpty() ? "" : ": " + agent().word());
            case REFUSED -> name + " is as it was";
            default ->
                target.isAlive()
                        ? "the agent in " + name
                                + " has not said that it left; it leaves by itself when it finds this end gone"
                        : name + " has ended while it was watched";
        };
    }
}
