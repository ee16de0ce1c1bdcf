package dev.rouse.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;

/**
 * Brings the probe into the boot loader. Its classes are defined there one by one, so no jar joins the boot class path
 * and nothing is written to disk. They cannot be unloaded: a second agent finds and uses them.
 */
final class Boot {
    private static final List<String> OPENED = List.of(
            "java.lang",
            "java.util.concurrent",
            "java.util.concurrent.locks",
            "sun.nio.ch",
            "jdk.internal.misc",
            "jdk.internal.vm");

    private Boot() {}

    static void prepare(Instrumentation instrumentation, String jar) throws ReflectiveOperationException, IOException {
        Module base = Object.class.getModule();
        open(instrumentation, base);
        define(jar, "dev/rouse/probe/");
        Module probe = Class.forName("dev.rouse.probe.Cell", false, null).getModule();
        instrumentation.redefineModule(
                base, Set.of(probe), Map.of("jdk.internal.misc", Set.of(probe)), Map.of(), Set.of(), Map.of());
        define(jar, "java/util/concurrent/Rouse");
    }

    private static void open(Instrumentation instrumentation, Module base) {
        Map<String, Set<Module>> opens = new java.util.HashMap<>();
        for (String name : OPENED) {
            if (base.getPackages().contains(name)) {
                opens.put(name, Set.of(Boot.class.getModule()));
            }
        }
        instrumentation.redefineModule(base, Set.of(), Map.of(), opens, Set.of(), Map.of());
    }

    private static void define(String jar, String prefix) throws ReflectiveOperationException, IOException {
        Class<?> unsafe = Class.forName("jdk.internal.misc.Unsafe");
        Object theUnsafe = unsafe.getMethod("getUnsafe").invoke(null);
        Method define = unsafe.getMethod(
                "defineClass",
                String.class,
                byte[].class,
                int.class,
                int.class,
                ClassLoader.class,
                java.security.ProtectionDomain.class);
        try (JarFile file = new JarFile(jar)) {
            Set<String> names = new TreeSet<>();
            file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> isProbe(name, prefix))
                    .forEach(names::add);
            for (String name : names) {
                String type = name.substring(0, name.length() - ".class".length());
                if (isDefined(type.replace('/', '.'))) {
                    continue;
                }
                try (InputStream in = file.getInputStream(file.getEntry(name))) {
                    byte[] bytes = in.readAllBytes();
                    define.invoke(theUnsafe, type, bytes, 0, bytes.length, null, null);
                }
            }
        }
    }

    private static boolean isProbe(String entry, String prefix) {
        return entry.startsWith(prefix) && entry.endsWith(".class") && !entry.endsWith("package-info.class");
    }

    private static boolean isDefined(String type) {
        try {
            Class.forName(type, false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** A class that the probe has in the boot loader. */
    static Class<?> type(String name) {
        try {
            return Class.forName(name, false, null);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the probe is not in the boot loader", e);
        }
    }

    /** An instance of a class that the probe has in a package of the JDK. */
    static Object make(String type) throws ReflectiveOperationException {
        Constructor<?> constructor = Class.forName(type, true, null).getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }
}
