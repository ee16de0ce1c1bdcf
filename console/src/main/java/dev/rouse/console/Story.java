package dev.rouse.console;

import dev.rouse.engine.model.Kind;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The demos: which program of the examples' jar plays each, and what it is to show. */
enum Story {
    HANG("dev.rouse.examples.hang.HangDemo", Kind.LOST_WAKE, false),
    SLOW("dev.rouse.examples.slow.SlowDemo", Kind.MASKED_WAKE, true),
    BURN("dev.rouse.examples.burn.BurnDemo", Kind.SELF_WAKE, true);

    final String main;

    /** The kind of finding that is its point. */
    final Kind point;

    /** Whether it has a version without the mistake. */
    final boolean hasFixed;

    Story(String main, Kind point, boolean hasFixed) {
        this.main = main;
        this.point = point;
        this.hasFixed = hasFixed;
    }

    static Story of(String name) {
        for (Story story : values()) {
            if (story.id().equals(name)) {
                return story;
            }
        }
        String known = Stream.of(values()).map(Story::id).collect(Collectors.joining(", "));
        throw new BadUse("no demo is called '" + name + "': there are " + known + ", " + TokioStory.NAME);
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
