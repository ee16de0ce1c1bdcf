package dev.rouse.agent;

/** What is known of the host's program as a whole. */
final class Program {
    private Program() {}

    /** The package of the main class, as {@code sun.java.command} tells it; empty when it cannot be told. */
    static String mainPackage() {
        String command = System.getProperty("sun.java.command", "");
        String main = command.split(" ", 2)[0];
        int slash = main.indexOf('/');
        String type = slash < 0 ? main : main.substring(slash + 1);
        int dot = type.lastIndexOf('.');
        return type.endsWith(".jar") || dot < 0 ? "" : type.substring(0, dot);
    }

    /** Whether the probe is in the boot loader. */
    static boolean hasProbe() {
        try {
            Class.forName("dev.rouse.probe.Nursery", false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
