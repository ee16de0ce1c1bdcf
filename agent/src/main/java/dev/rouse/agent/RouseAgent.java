package dev.rouse.agent;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/** The door of the agent. It watches nothing yet, and says so. */
public final class RouseAgent {
    private RouseAgent() {}

    public static void premain(@Nullable String options, Instrumentation instrumentation) {
        agentmain(options, instrumentation);
    }

    public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
        System.err.println("rouse: this build of the agent watches nothing yet (class files up to version "
                + (Opcodes.V17 & 0xffff) + ", options: " + options + ")");
    }
}
