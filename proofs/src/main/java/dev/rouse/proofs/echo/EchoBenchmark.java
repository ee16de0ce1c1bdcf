package dev.rouse.proofs.echo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Every server in a process of its own, in turn, under the same load from another process; prints the table of
 * docs/benchmarks.md: medians over the rounds, and the median of each round's ratio to Netty.
 *
 * <p>Arguments: rounds, seconds of a window, the class path, and the Tokio program, or {@code -} where there is none.
 */
public final class EchoBenchmark {
    private static final String YARDSTICK = "netty";
    private static final String TOKIO = "tokio";

    private final int seconds;
    private final String classPath;
    private final String tokio;

    private EchoBenchmark(int seconds, String classPath, String tokio) {
        this.seconds = seconds;
        this.classPath = classPath;
        this.tokio = tokio;
    }

    /** What a window showed. */
    private record Window(double throughput, double p99) {}

    public static void main(String[] args) throws Exception {
        EchoBenchmark benchmark = new EchoBenchmark(Integer.parseInt(args[1]), args[2], args[3]);
        List<String> servers = new ArrayList<>(List.of(YARDSTICK, "rouse", "rouse-undiagnosed"));
        Path keys = keys();
        benchmark.measure("TLS echo", servers, Integer.parseInt(args[0]), keys);
        if (Files.isExecutable(Path.of(args[3]))) {
            servers.add(TOKIO);
        }
        benchmark.measure("TCP echo", servers, Integer.parseInt(args[0]), null);
    }

    private static Path keys() throws IOException, InterruptedException {
        Path store = Files.createTempDirectory("echo").resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit",
                        "-storetype",
                        "PKCS12",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-alias",
                        "echo")
                .inheritIO()
                .start();
        if (made.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
        return store;
    }

    private void measure(String title, List<String> servers, int rounds, @Nullable Path keys)
            throws IOException, InterruptedException {
        Map<String, List<Window>> seen = new LinkedHashMap<>();
        List<String> order = new ArrayList<>(servers);
        for (int round = 0; round < rounds; round++) {
            for (String server : order) {
                Window window = window(server, keys);
                System.err.println(title + " round " + (round + 1) + ", " + server + ": " + window);
                seen.computeIfAbsent(server, name -> new ArrayList<>()).add(window);
            }
            Collections.rotate(order, -1);
        }
        System.out.println("### " + title + "\n\n| server | throughput | to Netty | p99 | to Netty |\n"
                + "| --- | --- | --- | --- | --- |");
        for (String server : servers) {
            List<Window> own = seen.get(server);
            List<Window> other = seen.get(YARDSTICK);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,.0f /s | %s | %.2f ms | %s |%n",
                    server,
                    median(own.stream().mapToDouble(Window::throughput)),
                    ratios(own, other, true),
                    median(own.stream().mapToDouble(Window::p99)) / 1e6,
                    ratios(own, other, false));
        }
        System.out.println();
    }

    private static String ratios(List<Window> own, List<Window> other, boolean throughput) {
        double[] ratios = new double[own.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = throughput
                    ? own.get(i).throughput() / other.get(i).throughput()
                    : own.get(i).p99() / other.get(i).p99();
        }
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f to %.2f)",
                median(Arrays.stream(ratios)),
                Arrays.stream(ratios).min().orElseThrow(),
                Arrays.stream(ratios).max().orElseThrow());
    }

    private static double median(DoubleStream numbers) {
        double[] sorted = numbers.sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private Window window(String server, @Nullable Path keys) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (server.equals(TOKIO)) {
            command.addAll(List.of(tokio, "echo"));
        } else {
            command.addAll(java(Server.class, server));
            addKeys(command, keys);
        }
        Process serving = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader port = serving.inputReader()) {
            List<String> load = java(Load.class, port.readLine(), "" + seconds, "" + seconds);
            addKeys(load, keys);
            Process loading = new ProcessBuilder(load)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader result = loading.inputReader()) {
                String line = result.readLine();
                if (line == null) {
                    throw new IOException("the load ended without a result");
                }
                String[] words = line.split("\t", -1);
                return new Window(Double.parseDouble(words[0]), Double.parseDouble(words[1]));
            }
        } finally {
            serving.destroyForcibly().waitFor();
        }
    }

    private List<String> java(Class<?> main, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseG1GC", "-Xms512m", "-Xmx512m", "-cp", classPath, main.getName()));
        command.addAll(List.of(args));
        return command;
    }

    private static void addKeys(List<String> command, @Nullable Path keys) {
        if (keys != null) {
            command.add(keys.toString());
        }
    }
}
