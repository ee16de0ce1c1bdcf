package dev.rouse.examples.hang;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The child JVMs of the story. They end when this is closed, or when this JVM ends. */
final class Children implements AutoCloseable {
    private static final String LISTENING = "listening on 127.0.0.1:";
    private static final int START_SECONDS = 30;
    private static final int STOP_SECONDS = 5;

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

    private final Queue<Process> processes = new ConcurrentLinkedQueue<>();
    private final Thread atShutdown = new Thread(this::endAll, "end-the-children");
    private final PrintStream out;
    private volatile boolean shuttingDown;

    Children(PrintStream out) {
        this.out = out;
        Runtime.getRuntime().addShutdownHook(atShutdown);
    }

    /** Starts the gateway and waits until it listens; the answer is its port. */
    int startGateway(HangPlan plan) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(GATEWAY_JVM);
        options.addAll(plan.gatewayJvmOptions());
        Process gateway =
                start(Gateway.class, options, List.of("--port", "0", "--auth", plan.auth(), "--until-input-ends"));
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Consumer<String> say = line -> {
            out.println("gateway  " + line);
            if (line.startsWith(LISTENING)) {
                port.complete(Integer.valueOf(line.substring(LISTENING.length())));
            }
        };
        read(gateway, say, () -> port.completeExceptionally(new EOFException()));
        return await(port);
    }

    /** Runs the load generator to its end and prints what it says. */
    void runLoad(List<String> arguments) throws IOException, InterruptedException {
        Process load = start(Load.class, LOAD_JVM, arguments);
        Thread reader = read(load, line -> out.println("client   " + line), () -> {});
        int code = load.waitFor();
        reader.join();
        if (code != 0 && !shuttingDown) {
            throw new IOException("the load generator ended with code " + code);
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        processes.forEach(process -> process.onExit()
                .completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS)
                .join()
                .destroyForcibly());
        if (!shuttingDown) {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        }
    }

    private void endAll() {
        shuttingDown = true;
        processes.forEach(Process::destroyForcibly);
    }

    private Process start(Class<?> main, List<String> jvmOptions, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        return process;
    }

    private static int await(CompletableFuture<Integer> port) throws IOException, InterruptedException {
        try {
            return port.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the gateway ended before it listened", e);
        } catch (TimeoutException e) {
            throw new IOException("the gateway did not listen within " + START_SECONDS + " s", e);
        }
    }

    private static Thread read(Process process, Consumer<String> line, Runnable atEnd) {
        Thread reader = new Thread(() -> {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                lines.lines().forEach(line);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                atEnd.run();
            }
        });
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    /**
     * The jar that this class came from, whose manifest names the others; from a build directory, this JVM's own path.
     */
    private static String classPath() {
        try {
            Path source = Path.of(Children.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.isRegularFile(source) ? source.toString() : System.getProperty("java.class.path");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("this class has no place on disk", e);
        }
    }
}
