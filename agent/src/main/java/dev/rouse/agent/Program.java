package dev.rouse.agent;

import java.io.IOException;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** What is known of the host's program as a whole. */
final class Program {
    private Program() {}

    /** The package of the main class, as {@code sun.java.command} tells it; empty when it cannot be told. */
    static String mainPackage() {
        String command = System.getProperty("sun.java.command", "");
        String main = command.split(" ", 2)[0];
        String type = main.endsWith(".jar") ? mainOf(main) : main.substring(main.indexOf('/') + 1);
        int dot = type.lastIndexOf('.');
        return dot < 0 ? "" : type.substring(0, dot);
    }

    /** The main class that a jar's manifest names; of a Spring Boot jar the one that its launcher starts. */
    private static String mainOf(String jar) {
        try (JarFile file = new JarFile(jar)) {
            Manifest manifest = file.getManifest();
            String started =
                    manifest == null ? null : manifest.getMainAttributes().getValue("Start-Class");
            String main = manifest == null ? null : manifest.getMainAttributes().getValue("Main-Class");
            return started != null ? started : main != null ? main : "";
        } catch (IOException e) {
            return "";
        }
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
