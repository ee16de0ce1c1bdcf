package dev.rouse.console;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One session with a JVM that runs already: the agent goes in, watches, and leaves it as it was. */
final class Attachment {
    private static final Duration TO_ANSWER = Duration.ofSeconds(10);
    private static final Duration TO_LEAVE = Duration.ofSeconds(10);

    private final HostProcess target;
    private final Listener listener;
    private final Report report;
    private long start = System.nanoTime();
    private boolean left;

    Attachment(HostProcess target, Listener listener, Report report) {
        this.target = target;
        this.listener = listener;
        this.report = report;
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
            leave();
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

    /** Lets the agent look a last time and leave, and sums up. */
    private synchronized void leave() throws InterruptedException {
        if (left) {
            return;
        }
        left = true;
        listener.stopAll(TO_LEAVE);
        report.end(Duration.ofNanos(System.nanoTime() - start));
        report.say(howItIsLeft());
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
