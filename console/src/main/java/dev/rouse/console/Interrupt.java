package dev.rouse.console;

/** What is done at Ctrl-C, or when this process is told to end otherwise: the session ends in order, and quickly. */
final class Interrupt {
    private final Thread hook;

    private Interrupt(Thread hook) {
        this.hook = hook;
    }

    /** The end of a session, in bounded time. */
    interface Ending {
        void end() throws InterruptedException;
    }

    /** The exit code is then 3 when --fail-on has something to say, and otherwise that of the signal. */
    static Interrupt call(Ending ending, Report report) {
        Thread hook = new Thread(
                () -> {
                    try {
                        ending.end();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    if (report.failed()) {
                        Runtime.getRuntime().halt(ExitCode.FOUND);
                    }
                },
                "rouse-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interrupt(hook);
    }

    /** The session has ended by itself, or never begun. */
    void cancel() throws InterruptedException {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            hook.join();
        }
    }
}
