package dev.rouse.examples.story;

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
public final class Children implements AutoCloseable {
    private static final String LISTENING = "listening on 127.0.0.1:";
    private static final int START_SECONDS = 30;
    private static final int STOP_SECONDS = 5;

    private final Queue<Process> processes = new ConcurrentLinkedQueue<>();
    private final Thread atShutdown = new Thread(this::endAll, "end-the-children");
    private final PrintStream out;
    private volatile boolean shuttingDown;
    private volatile boolean ending;

    public Children(PrintStream out) {
        this.out = out;
        Runtime.getRuntime().addShutdownHook(atShutdown);
    }

    /**
     * Starts a service and waits until it says where it listens; its lines are printed after its name.
     *
     * @return its port
     * @throws IOException when it does not listen within half a minute
     */
    public int startService(String name, Class<?> main, List<String> jvmOptions, List<String> arguments)
            throws IOException, InterruptedException {
        Process service = start(main, jvmOptions, arguments);
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Consumer<String> say = line -> {
            print(name, line);
            if (line.startsWith(LISTENING)) {
                port.complete(Integer.valueOf(line.substring(LISTENING.length())));
            }
        };
        read(service, say, () -> port.completeExceptionally(new EOFException()));
        return await(name, port);
    }

    /**
     * Runs a program to its end and prints its lines after its name.
     *
     * @throws IOException when it ends with another code than 0
     */
    public void run(String name, Class<?> main, List<String> jvmOptions, List<String> arguments)
            throws IOException, InterruptedException {
        Process process = start(main, jvmOptions, arguments);
        Thread reader = read(process, line -> print(name, line), () -> {});
        int code = process.waitFor();
        reader.join();
        if (code != 0 && !shuttingDown) {
            throw new IOException("the " + name + " ended with code " + code);
        }
    }

    /** One line of the story. */
    public void print(String name, String line) {
        out.printf("%-8s %s%n", name, line);
    }

    @Override
    public void close() {
        ending = true;
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
        ending = true;
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

    private static int await(String name, CompletableFuture<Integer> port) throws IOException, InterruptedException {
        try {
            return port.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the " + name + " ended before it listened", e);
        } catch (TimeoutException e) {
            throw new IOException("the " + name + " did not listen within " + START_SECONDS + " s", e);
        }
    }

    private Thread read(Process process, Consumer<String> line, Runnable atEnd) {
        Thread reader = new Thread(() -> {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                lines.lines().forEach(line);
            } catch (IOException | UncheckedIOException e) {
                if (!ending) {
                    throw new IllegalStateException("a child's output cannot be read", e);
                } // else it was ended while it spoke
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
