package dev.rouse.examples.hang;

import dev.rouse.examples.story.Arguments;
import dev.rouse.examples.story.Children;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The story of the hanging gateway: the service in a JVM of its own, a client that sends one request at a time and
 * loses none, then a client that sends 280 a second and loses some. It says what the clients see, and ends everything.
 *
 * <p>Options: {@code --rate N}, {@code --seconds S}, {@code --hold S} (how long the hung connections stay open),
 * {@code --auth native|java|any}; what follows {@code --} are options for the gateway's JVM.
 */
public final class HangDemo {
    /**
     * The JVM of a small container, on a machine of any size. With one CPU, or less than 1,792 MB, the JVM picks the
     * serial collector by itself, and begins with a heap of a 64th of the memory, so its young space is small: 24 MB
     * are collected about once a second at 280 requests a second. JDK 24 and later warn of the unsafe memory that Netty
     * would use.
     */
    private static final List<String> GATEWAY_JVM = List.of(
            "-Xmx256m",
            "-Xmn24m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-Dio.netty.noUnsafe=true");

    private static final List<String> LOAD_JVM =
            List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dio.netty.noUnsafe=true");

    private HangDemo() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            run(
                    HangPlan.of(Arguments.of(HangPlan.OPTIONS, args)),
                    new PrintStream(System.out, true, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            Arguments.refuse(e);
        } catch (IOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** Plays the story at its default rate with these options for the gateway's JVM; takes about half a minute. */
    public static void run(List<String> gatewayJvmOptions, PrintStream out) throws IOException, InterruptedException {
        run(HangPlan.of(gatewayJvmOptions), out);
    }

    /** Plays the story as planned. No child process is left when this returns, or when this JVM ends. */
    public static void run(HangPlan plan, PrintStream out) throws IOException, InterruptedException {
        try (Children children = new Children(out)) {
            List<String> options = new ArrayList<>(GATEWAY_JVM);
            options.addAll(plan.gatewayJvmOptions());
            int port = children.startService(
                    "gateway",
                    Gateway.class,
                    options,
                    List.of("--port", "0", "--auth", plan.auth(), "--until-input-ends"));
            out.println("client   one request at a time, " + plan.requestsAlone() + " in all:");
            children.run(
                    "client",
                    Load.class,
                    LOAD_JVM,
                    List.of("--port", "" + port, "--one-at-a-time", "--requests", "" + plan.requestsAlone()));
            out.println("client   " + plan.rate() + " requests a second for " + plan.seconds() + " s:");
            children.run(
                    "client",
                    Load.class,
                    LOAD_JVM,
                    List.of(
                            "--port",
                            "" + port,
                            "--rate",
                            "" + plan.rate(),
                            "--seconds",
                            "" + plan.seconds(),
                            "--hold",
                            "" + plan.hold()));
        }
    }
}
