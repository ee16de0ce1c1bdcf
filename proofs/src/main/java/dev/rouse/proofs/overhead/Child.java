package dev.rouse.proofs.overhead;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A JVM of ours that answers each question with a line, and ends when its standard input does. */
final class Child implements AutoCloseable {
    private static final int PATIENCE_S = 60;
    private static final String GONE = "";

    private final String name;
    private final Process process;
    private final Path errors;
    private final BufferedWriter in;
    private final BlockingQueue<String> out = new LinkedBlockingQueue<>();
    private final String greeting;

    private Child(String name, Process process, Path errors) throws IOException {
        this.name = name;
        this.process = process;
        this.errors = errors;
        this.in = process.outputWriter();
        Thread reader = new Thread(this::read, "reads " + name);
        reader.setDaemon(true);
        reader.start();
        this.greeting = answer();
    }

    static Child start(Jdk jdk, Options options, List<String> jvmOptions, Class<?> main, String... args)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(jdk.java());
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(options.proofs().resolve("rouse-proofs.jar") + ":"
                + options.proofs().resolve("lib") + "/*");
        command.add(main.getName());
        command.addAll(List.of(args));
        Path errors = Files.createTempFile(options.results(), main.getSimpleName() + "-", ".err");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        return new Child(main.getSimpleName(), process, errors);
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.add(line);
            }
        } catch (IOException e) {
            out.add(GONE);
            return;
        }
        out.add(GONE);
    }

    /** Its first line. */
    String greeting() {
        return greeting;
    }

    String ask() throws IOException {
        say("?");
        return answer();
    }

    /** A line that gets no answer. */
    void say(String line) throws IOException {
        in.write(line + "\n");
        in.flush();
    }

    private String answer() throws IOException {
        try {
            String line = out.poll(PATIENCE_S, TimeUnit.SECONDS);
            if (line == null || line.equals(GONE)) {
                process.destroyForcibly();
                throw new IOException(name + (line == null ? " said nothing for " + PATIENCE_S + " s" : " ended")
                        + "; its errors: " + Files.readString(errors));
            }
            return line;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IOException("interrupted", e);
        }
    }

    long pid() {
        return process.pid();
    }

    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What it has written to standard error. */
    List<String> errors() throws IOException {
        return Files.readAllLines(errors);
    }

    @Override
    public void close() {
        try {
            in.close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Files.delete(errors);
        } catch (IOException e) {
            process.destroyForcibly();
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
