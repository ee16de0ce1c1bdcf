package dev.rouse.proofs.overhead;

import org.jspecify.annotations.Nullable;

/** An agent that does nothing: what the JVM itself charges for having one. */
public final class EmptyAgent {
    private EmptyAgent() {}

    public static void premain(@Nullable String options) {}
}
