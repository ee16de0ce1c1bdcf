package dev.rouse.console;

/** The command line. It has no commands yet, and says so. */
public final class Rouse {
    private Rouse() {}

    public static void main(String[] args) {
        System.err.println("rouse: this build of the command line has no commands yet");
        System.exit(2);
    }
}
