package dev.rouse.heap.waits;

import java.util.List;

/** Starts threads of one sort. Virtual ones are asked for by reflection: the class must run on JDK 17 too. */
record Starter(boolean virtual) {

    /** Platform threads, and virtual ones where the JDK has them. */
    static List<Starter> all() {
        return Runtime.version().feature() < 21
                ? List.of(new Starter(false))
                : List.of(new Starter(false), new Starter(true));
    }

    Thread start(String name, Runnable body) {
        return virtual ? startVirtual(name + ", virtual", body) : startPlatform(name, body);
    }

    private static Thread startPlatform(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static Thread startVirtual(String name, Runnable body) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object named = type.getMethod("name", String.class).invoke(builder, name);
            return (Thread) type.getMethod("start", Runnable.class).invoke(named, body);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no virtual threads on " + Runtime.version(), e);
        }
    }
}
