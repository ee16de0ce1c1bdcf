package dev.rouse.examples.burn;

import dev.rouse.examples.story.Arguments;
import dev.rouse.examples.story.Children;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * The story of the burning proxy: the service in a JVM of its own, clients that do as they should, then three that
 * close with data still in flight, then the first ones again. It says what an operator sees, and ends everything; it
 * takes some fifteen seconds.
 *
 * <p>Options: {@code --fixed} for the corrected proxy, {@code --quitters N}, {@code --before S} and {@code --after S}
 * (seconds of ordinary requests); what follows {@code --} are options for the proxy's JVM.
 */
public final class BurnDemo {
    private static final List<String> PROXY_JVM = List.of("-Xmx128m", "-XX:+UseSerialGC");

    private BurnDemo() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            run(
                    BurnPlan.of(Arguments.of(BurnPlan.OPTIONS, args)),
                    new PrintStream(System.out, true, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            Arguments.refuse(e);
        } catch (IOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** Plays the story as it is told by default, with these options for the proxy's JVM. */
    public static void run(List<String> proxyJvmOptions, PrintStream out) throws IOException, InterruptedException {
        run(BurnPlan.of(proxyJvmOptions), out);
    }

    /** Plays the story as planned. No child process is left when this returns, or when this JVM ends. */
    public static void run(BurnPlan plan, PrintStream out) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("rouse-burn");
        Path file = directory.resolve("keys.p12");
        try {
            Keys.make(file);
            play(plan, file, out);
        } catch (GeneralSecurityException e) {
            throw new IOException("the demo's own key cannot be used: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory);
        }
    }

    private static void play(BurnPlan plan, Path file, PrintStream out)
            throws IOException, GeneralSecurityException, InterruptedException {
        SSLContext keys = Keys.read(file);
        try (Backend backend = Backend.start();
                Children children = new Children(out)) {
            int port = startProxy(plan, file, backend.address().getPort(), children);
            Load load = new Load(keys, port);
            children.print("client", "50 requests a second for " + plan.before() + " s:");
            children.print("client", load.run(plan.before()));
            children.print("client", plan.quitters() + " uploads are given up: closed with data still in flight");
            for (int i = 0; i < plan.quitters(); i++) {
                giveUpAnUpload(keys, port);
            }
            children.print("client", "50 requests a second for " + plan.after() + " s:");
            children.print("client", load.run(plan.after()));
        }
    }

    private static int startProxy(BurnPlan plan, Path keys, int backendPort, Children children)
            throws IOException, InterruptedException {
        List<String> jvm = new ArrayList<>(PROXY_JVM);
        jvm.addAll(plan.proxyJvmOptions());
        List<String> arguments = new ArrayList<>(List.of("--keys", keys.toString(), "--backend", "" + backendPort));
        if (plan.fixed()) {
            arguments.add("--fixed");
        }
        return children.startService("proxy", Proxy.class, jvm, arguments);
    }

    private static void giveUpAnUpload(SSLContext keys, int port) throws IOException {
        try (Client client = Client.connect(keys, port)) {
            client.put(new byte[100]);
            client.giveUp();
        }
    }
}
