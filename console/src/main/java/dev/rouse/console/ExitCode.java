package dev.rouse.console;

/** The exit codes that scripts depend on; {@code run} otherwise passes its program's own code on. */
final class ExitCode {
    static final int DONE = 0;
    static final int NOT_SHOWN = 1;
    static final int BAD_USE = 2;
    static final int FOUND = 3;

    private ExitCode() {}
}
