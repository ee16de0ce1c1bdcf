package dev.rouse.engine.record;

import java.util.ArrayList;
import java.util.List;

/**
 * How far a recording could be read.
 *
 * @param finished whether its last entry was there
 * @param damaged how many entries are not what was written, and are left out
 * @param firstDamage where the first of them begins, in bytes
 * @param lostFrom from which byte on nothing can be read; -1 when all can
 * @param lostBytes how many bytes that are
 * @param cut whether it is so because the file ends within an entry
 */
public record Ending(boolean finished, int damaged, long firstDamage, long lostFrom, long lostBytes, boolean cut) {

    /** Whether all is there that was recorded. */
    public boolean isWhole() {
        return finished && damaged == 0 && lostFrom < 0;
    }

    /** What is missing, in sentences that go on after the file's name; none when nothing is. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (damaged > 0) {
            sentences.add(
                    "is damaged: " + (damaged == 1 ? "an entry at byte " : damaged + " entries, the first at byte ")
                            + firstDamage + ", " + (damaged == 1 ? "is" : "are")
                            + " not what was written and left out; copy the file again if you can");
        }
        if (lostFrom >= 0 && !cut) {
            sentences.add("is damaged at byte " + lostFrom + ": the last " + lostBytes
                    + " bytes cannot be read; copy the file again if you can");
        } else if (lostFrom >= 0) {
            sentences.add("ends within an entry: its last " + lostBytes
                    + " bytes are lost, as when it is still being written or was cut off; all before them is here");
        } else if (!finished) {
            sentences.add(
                    "has no end: it is still being written, or 'rouse record' was killed; all until then is here");
        }
        return sentences;
    }
}
