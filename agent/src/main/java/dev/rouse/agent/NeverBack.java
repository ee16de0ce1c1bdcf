package dev.rouse.agent;

import dev.rouse.engine.model.Fact;

/** A call of the JDK's that burns a core and does not come back. */
final class NeverBack {
    /** Less of a core than one part in so many shows nothing: the thread hardly ran. */
    private static final int RAN_PART = 20;

    private NeverBack() {}

    static void tell(BurnFacts facts, Burn.Burning thread) {
        StackTraceElement frame = thread.loop().frame();
        boolean ran = thread.cpuNs() * RAN_PART >= facts.burn().nanos();
        if (!ran || (!EndlessCall.waits(frame) && thread.strikes() < 2)) {
            return;
        }
        facts.add(
                Fact.BURNING,
                frame.getClassName(),
                thread,
                thread.loop().stack(),
                thread.strikes(),
                thread.share(facts.burn().nanos()) + " went into one call of " + frame.getClassName() + '.'
                        + frame.getMethodName() + ", which did not come back; all "
                        + thread.loop().samples()
                        + " stacks taken stood in it");
    }
}
