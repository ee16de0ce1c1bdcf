package dev.rouse.agent.metrics;

/** What the metrics say they mean, the same for every format. */
final class Words {
    static final String WAIT_DURATION = "How long waits of a site lasted, of those that were sampled";
    static final String WAKE_LATENCY =
            "From a wake, or a deadline, until what was woken ran, of those that were sampled";
    static final String WAIT_ACTIVE = "Waits that have lasted a second or so and go on";
    static final String FINDINGS = "Breaches found since the watch began";

    private Words() {}
}
