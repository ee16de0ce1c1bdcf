package dev.rouse.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The hang of {@code examples/tokio}, built by cargo, and what {@code rouse tokio} says of it. */
final class TokioStory {
    static final String NAME = "tokio";

    /** The kind of finding that is its point. */
    private static final String POINT = "lost-wake";

    private static final Duration SERVICE = Duration.ofSeconds(24);
    private static final Duration WATCH = Duration.ofSeconds(20);
    private static final Duration START = Duration.ofSeconds(15);
    private static final int RETRY_MILLIS = 50;

    private final Path script;
    private final boolean fixed;
    private final boolean quiet;

    private TokioStory(Path script, boolean fixed, boolean quiet) {
        this.script = script;
        this.fixed = fixed;
        this.quiet = quiet;
    }

    /** @param quiet whether standard output is not the story's */
    static TokioStory find(boolean fixed, boolean quiet) {
        Path home = AgentJar.home();
        Path here = Path.of("examples", "tokio", "run.sh");
        Path script = (home == null ? here : home.resolve(here)).toAbsolutePath();
        if (!Files.isExecutable(script)) {
            throw new BadUse("the Rust services are not at '" + script.getParent()
                    + "': run './rouse demo tokio' in the source tree");
        }
        return new TokioStory(script, fixed, quiet);
    }

    /** @param options what the user asked of the report, for {@code rouse tokio} */
    int play(List<String> options) throws IOException, InterruptedException {
        build();
        int port = freePort();
        Child service = Child.start(run(service(), "--console-port", "" + port, "--seconds", "" + SERVICE.toSeconds()));
        try {
            awaitConsole(service, port);
            int code = Rouse.commandLine().execute(watch(port, options));
            service.await(SERVICE);
            return outcome(code, options);
        } finally {
            service.end();
        }
    }

    private void build() throws InterruptedException {
        System.err.println("rouse: building " + service() + ", which takes minutes the first time");
        Child build = Child.start(run("--build", service()));
        build.await(null);
        if (build.code() != 0) {
            throw new BadUse("the service could not be built: see what was said above");
        }
    }

    private String service() {
        return fixed ? "hang-fixed" : "hang-buggy";
    }

    private ProcessBuilder run(String... arguments) {
        List<String> command = new ArrayList<>();
        if (quiet) {
            command.addAll(List.of("/bin/sh", "-c", "exec \"$0\" \"$@\" >&2"));
        }
        command.add(script.toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).inheritIO();
    }

    private String[] watch(int port, List<String> options) {
        List<String> words =
                new ArrayList<>(List.of(NAME, "http://127.0.0.1:" + port, "--for", WATCH.toSeconds() + "s"));
        words.addAll(options);
        if (!asksToFail(options)) {
            words.add("--fail-on=" + (fixed ? "any" : POINT));
        }
        return words.toArray(String[]::new);
    }

    /** With {@code --fail-on}, the exit code says what the user asked it to say, and nothing of the story. */
    private int outcome(int code, List<String> options) {
        if (asksToFail(options) || (code != ExitCode.DONE && code != ExitCode.FOUND)) {
            return code;
        }
        return (code == ExitCode.FOUND) == fixed ? ExitCode.NOT_SHOWN : ExitCode.DONE;
    }

    private static boolean asksToFail(List<String> options) {
        return options.stream().anyMatch(option -> option.startsWith("--fail-on"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitConsole(Child service, int port) throws InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (!answers(port)) {
            if (service.await(Duration.ofMillis(RETRY_MILLIS)) || System.nanoTime() > end) {
                throw new BadUse("the service does not serve its console: see what it said above");
            }
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), RETRY_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
