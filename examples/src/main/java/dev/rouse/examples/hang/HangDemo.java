package dev.rouse.examples.hang;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The story of the hanging gateway: the service in a JVM of its own, a client that sends one request at a time and
 * loses none, then a client that sends 280 a second and loses some. It says what the clients see, and ends everything.
 *
 * <p>Options: {@code --rate N}, {@code --seconds S}, {@code --hold S} (how long the hung connections stay open),
 * {@code --auth native|java|any}; what follows {@code --} are options for the gateway's JVM.
 */
public final class HangDemo {
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
            int port = children.startGateway(plan);
            out.println("client   one request at a time, " + plan.requestsAlone() + " in all:");
            children.runLoad(List.of("--port", "" + port, "--one-at-a-time", "--requests", "" + plan.requestsAlone()));
            out.println("client   " + plan.rate() + " requests a second for " + plan.seconds() + " s:");
            children.runLoad(List.of(
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
