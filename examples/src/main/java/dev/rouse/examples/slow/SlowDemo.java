package dev.rouse.examples.slow;

import dev.rouse.examples.story.Arguments;
import dev.rouse.examples.story.Children;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The story of the slow shop: the same load on the shop as it was, for a baseline, and on the new one. It says what the
 * clients see, and ends everything.
 *
 * <p>Options: {@code --seconds S}, {@code --fixed} (the new one is the corrected one); what follows {@code --} are
 * options for the shops' JVMs.
 */
public final class SlowDemo {
    private static final Set<String> OPTIONS = Set.of("seconds", "fixed");
    private static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC");

    private SlowDemo() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            Arguments arguments = Arguments.of(OPTIONS, args);
            int seconds = arguments.number("seconds", 8);
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            out.println("The shop as it was, every asker of a price woken by a slot of its own:");
            play(arguments.rest(), seconds, true, out);
            out.println("The new shop, which asks for a price once and shares the reply:");
            play(arguments.rest(), seconds, arguments.has("fixed"), out);
        } catch (IllegalArgumentException e) {
            Arguments.refuse(e);
        } catch (IOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void play(List<String> jvmOptions, int seconds, boolean fixed, PrintStream out)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(JVM);
        options.addAll(jvmOptions);
        List<String> arguments = fixed ? List.of("--port", "0", "--fixed") : List.of("--port", "0");
        try (Children children = new Children(out)) {
            int port = children.startService("shop", Shop.class, options, arguments);
            children.run("warm-up", Shoppers.class, JVM, List.of("--port", "" + port, "--seconds", "3"));
            children.run("client", Shoppers.class, JVM, List.of("--port", "" + port, "--seconds", "" + seconds));
        }
    }
}
