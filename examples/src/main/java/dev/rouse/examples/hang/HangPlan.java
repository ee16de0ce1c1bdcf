package dev.rouse.examples.hang;

import java.util.List;

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
    public HangPlan {
        gatewayJvmOptions = List.copyOf(gatewayJvmOptions);
    }

    /** The story as it is told by default. */
    public static HangPlan of(List<String> gatewayJvmOptions) {
        return of(new Arguments(java.util.Map.of(), gatewayJvmOptions));
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
