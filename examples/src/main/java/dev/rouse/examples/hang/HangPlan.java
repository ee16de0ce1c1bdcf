package dev.rouse.examples.hang;

import dev.rouse.examples.story.Arguments;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the story of the hanging gateway is played.
 *
 * @param gatewayJvmOptions options for the gateway's JVM, after the demo's own
 * @param auth which authentication library: {@code native}, {@code java} or {@code any}
 * @param requestsAlone how many requests are sent one at a time
 * @param rate requests a second of the load that follows
 * @param seconds how long that load lasts
 * @param hold for how many seconds the connections that hang stay open after its result
 */
public record HangPlan(
        List<String> gatewayJvmOptions, String auth, int requestsAlone, int rate, int seconds, int hold) {
    static final Set<String> OPTIONS = Set.of("auth", "requests", "rate", "seconds", "hold");
    private static final Set<String> LIBRARIES = Set.of("native", "java", "any");

    /** Refuses what is out of bounds with an {@link IllegalArgumentException} that says so. */
    public HangPlan {
        gatewayJvmOptions = List.copyOf(gatewayJvmOptions);
        if (!LIBRARIES.contains(auth)) {
            throw new IllegalArgumentException("--auth wants native, java or any, not " + auth);
        }
        LoadPlan.check(requestsAlone, rate, seconds, hold);
    }

    /** The story as it is told by default. */
    public static HangPlan of(List<String> gatewayJvmOptions) {
        return of(new Arguments(Map.of(), gatewayJvmOptions));
    }

    static HangPlan of(Arguments arguments) {
        return new HangPlan(
                arguments.rest(),
                arguments.text("auth", "any"),
                arguments.number("requests", 200),
                arguments.number("rate", 280),
                arguments.number("seconds", 15),
                arguments.number("hold", 6));
    }
}
