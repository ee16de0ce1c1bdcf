package dev.rouse.proofs.overhead;

/** An agent that does nothing: what the JVM itself charges for having one. */
public final class EmptyAgent {
    private EmptyAgent() {}

    public static void premain(String options) {}
}
