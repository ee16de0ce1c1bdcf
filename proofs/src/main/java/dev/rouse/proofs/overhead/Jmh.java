package dev.rouse.proofs.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One benchmark under JMH, in one fork for each arm and round. */
final class Jmh {
    private static final List<Arm> ARMS = List.of(Arm.NONE, Arm.CONTROL, Arm.ROUSE, Arm.EMPTY);
    private static final int PATIENCE_S = 300;

    private final Run run;
    private final String benchmark;

    private Jmh(Run run, String benchmark) {
        this.run = run;
        this.benchmark = benchmark;
    }

    static List<Pair> rounds(Run run, String benchmark) throws IOException {
        Jmh jmh = new Jmh(run, benchmark);
        return run.rounds("jmh " + benchmark, ARMS, jmh::measure);
    }

    private Measured measure(Arm arm) throws IOException {
        Path result = Files.createTempFile(run.options().results(), "jmh-", ".csv");
        Path output = Files.createTempFile(run.options().results(), "jmh-", ".txt");
        Process process = new ProcessBuilder(command(arm, result))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        await(process, output);
        if (arm == Arm.ROUSE) {
            run.alarms().check("jmh JDK " + run.jdk().feature(), Files.readAllLines(output));
        }
        Measured measured = parse(Files.readAllLines(result));
        Files.delete(result);
        Files.delete(output);
        return measured;
    }

    private List<String> command(Arm arm, Path result) {
        List<String> command = new ArrayList<>(List.of(run.jdk().java(), "-Djmh.ignoreLock=true", "-cp"));
        command.add(run.options().proofs().resolve("rouse-proofs.jar") + ":"
                + run.options().proofs().resolve("lib") + "/*");
        command.add("org.openjdk.jmh.Main");
        command.add("FutureBenchmark." + benchmark + "$");
        command.addAll(List.of("-f", "1", "-wi", "3", "-w", "1", "-i", "5", "-r", "1", "-prof", "gc"));
        command.addAll(List.of("-rf", "csv", "-rff", result.toString()));
        command.addAll(List.of("-jvmArgsAppend", String.join(" ", run.jvmOptions(arm))));
        return command;
    }

    private static void await(Process process, Path output) throws IOException {
        try {
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("JMH failed; its output is " + output);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IOException("interrupted", e);
        }
    }

    /** The columns are benchmark, mode, threads, samples, score, error, unit. */
    private static Measured parse(List<String> csv) throws IOException {
        return new Measured(Map.of(
                Metric.TIME, score(csv, "FutureBenchmark.[a-zA-Z]+\""),
                Metric.BYTES, score(csv, "gc.alloc.rate.norm\"")));
    }

    private static double score(List<String> csv, String name) throws IOException {
        for (String line : csv) {
            if (line.matches("\"[^\"]*" + name + ".*")) {
                return Double.parseDouble(line.split(",", -1)[4]);
            }
        }
        throw new IOException("JMH wrote no line for " + name + " in " + csv);
    }
}
