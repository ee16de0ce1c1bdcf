package dev.rouse.proofs.overhead;

import java.lang.reflect.Method;

/** Opens and closes the hooks of an agent in this JVM, by the words {@code open} and {@code closed}. */
final class Switch {
    private Switch() {}

    /** Whether this line was such a word. */
    static boolean turned(String line) {
        if (!line.equals("open") && !line.equals("closed")) {
            return false;
        }
        try {
            // The probe is in the boot loader only when an agent has put it there; the copy on our class path is
            // another.
            Class<?> nursery = Class.forName("dev.rouse.probe.Nursery", true, ClassLoader.getPlatformClassLoader());
            Method open = nursery.getMethod("open", boolean.class);
            open.invoke(null, line.equals("open"));
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no agent in this JVM: its hooks cannot be turned " + line, e);
        }
    }
}
