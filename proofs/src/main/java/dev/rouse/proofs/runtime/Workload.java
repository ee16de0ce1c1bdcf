package dev.rouse.proofs.runtime;

/** What is measured, and how many operations make a sample: some 20 ms on most subjects. */
enum Workload {
    YIELD("self-yield", 400_000, Subject::yields),
    WORK("self-yield with 100 ns of work", 200_000, Subject::works),
    HOP("ping-pong hop", 200_000, Subject::hops),
    SPAWN("spawn + join", 100_000, Subject::spawns),
    CROSSING("cross-core hop", 2_000, Subject::crossings);

    private final String title;
    private final int operations;
    private final Work work;

    @FunctionalInterface
    private interface Work {
        void run(Subject subject, int n) throws Exception;
    }

    Workload(String title, int operations, Work work) {
        this.title = title;
        this.operations = operations;
        this.work = work;
    }

    String title() {
        return title;
    }

    int operations() {
        return operations;
    }

    /** One sample, in nanoseconds an operation. */
    double sample(Subject subject) throws Exception {
        long start = System.nanoTime();
        work.run(subject, operations);
        return (System.nanoTime() - start) / (double) operations;
    }
}
