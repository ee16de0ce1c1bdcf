package dev.rouse.examples.burn;

import dev.rouse.examples.story.Arguments;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the story of the burning proxy is played.
 *
 * @param proxyJvmOptions options for the proxy's JVM, after the demo's own
 * @param fixed whether the proxy's TLS stream is the corrected one
 * @param quitters how many clients give up an upload
 * @param before seconds of ordinary requests before they do
 * @param after seconds of ordinary requests after
 */
public record BurnPlan(List<String> proxyJvmOptions, boolean fixed, int quitters, int before, int after) {
    static final Set<String> OPTIONS = Set.of("fixed", "quitters", "before", "after");
    private static final int LONGEST = 60;
    private static final int MOST = 100;

    /** Refuses what is out of bounds with an {@link IllegalArgumentException} that says so. */
    public BurnPlan {
        proxyJvmOptions = List.copyOf(proxyJvmOptions);
        check("quitters", quitters, MOST);
        check("before", before, LONGEST);
        check("after", after, LONGEST);
    }

    private static void check(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("--" + name + " must be from 1 to " + most + ", not " + value);
        }
    }

    static BurnPlan of(Arguments arguments) {
        return new BurnPlan(
                arguments.rest(),
                arguments.has("fixed"),
                arguments.number("quitters", 3),
                arguments.number("before", 4),
                arguments.number("after", 8));
    }

    /** The story as it is told by default. */
    public static BurnPlan of(List<String> proxyJvmOptions) {
        return of(new Arguments(Map.of(), proxyJvmOptions));
    }
}
