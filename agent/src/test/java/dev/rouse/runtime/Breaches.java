package dev.rouse.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Stands in for the runtime's own class of this name, as the agent sees it. */
public final class Breaches {
    public static final List<Map<String, Object>> TOLD = new ArrayList<>();
    public static volatile boolean asked;
    public static volatile boolean fails;

    private Breaches() {}

    public static List<Map<String, Object>> take() {
        asked = true;
        if (fails) {
            throw new IllegalStateException("no facts today");
        }
        List<Map<String, Object>> all = new ArrayList<>(TOLD);
        TOLD.clear();
        all.add(Map.of("lost", 0L));
        return all;
    }

    public static void leave() {
        asked = false;
    }
}
