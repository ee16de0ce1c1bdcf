package dev.rouse.agent;

import java.lang.instrument.Instrumentation;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the JVM enters the agent. All else is loaded a second time, by a class loader of its own that does not see the
 * host's classes and can be collected after a detach; this class alone stays with the host's.
 */
public final class RouseAgent {
    private static @Nullable AutoCloseable guest;

    private RouseAgent() {}

    /** Started with {@code -javaagent:rouse-agent.jar=key=value,...}. */
    public static void premain(@Nullable String options, Instrumentation instrumentation) {
        enter(options, instrumentation);
    }

    /** Attached to a running JVM. */
    public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
        enter(options, instrumentation);
    }

    /** Fails open: whatever goes wrong here is said in one line, and the host goes on without us. */
    private static synchronized void enter(@Nullable String options, Instrumentation instrumentation) {
        try {
            if (guest != null) {
                guest.close();
            }
            URL jar = RouseAgent.class.getProtectionDomain().getCodeSource().getLocation();
            URLClassLoader loader = new URLClassLoader("rouse", new URL[] {jar}, ClassLoader.getPlatformClassLoader());
            guest = (AutoCloseable) Class.forName("dev.rouse.agent.Guest", true, loader)
                    .getMethod("enter", Instrumentation.class, String.class, Consumer.class)
                    .invoke(null, instrumentation, options == null ? "" : options, (Consumer<AutoCloseable>)
                            RouseAgent::left);
        } catch (Throwable t) {
            System.err.println("rouse: the agent could not start and leaves the service as it is: " + rootOf(t));
        }
    }

    /** Lets go of a guest that has left, unless another one has taken its place. */
    private static synchronized void left(AutoCloseable former) {
        if (guest == former) {
            guest = null;
        }
    }

    private static Throwable rootOf(Throwable t) {
        Throwable cause = t;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
