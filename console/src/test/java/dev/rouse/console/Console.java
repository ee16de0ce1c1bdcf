package dev.rouse.console;

import dev.rouse.engine.model.Grade;
import dev.rouse.engine.report.JsonReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** The command line, as a process of its own or in this one, with {@link FakeAgent} as its agent. */
final class Console {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final int BOUND_SECONDS = 60;

    private final Path directory;
    private final Path agentJar;

    Console(Path directory) throws IOException {
        this.directory = directory;
        this.agentJar = directory.resolve("agent jar.jar");
        writeAgentJar();
    }

    /** What a command has left. */
    record Outcome(int code, String out, String err) {
        List<String> errLines() {
            return err.lines().toList();
        }
    }

    private void writeAgentJar() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", FakeAgent.class.getName());
        manifest.getMainAttributes().putValue("Agent-Class", FakeAgent.class.getName());
        String path = FakeAgent.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(agentJar), manifest);
                InputStream in = FakeAgent.class.getClassLoader().getResourceAsStream(path)) {
            jar.putNextEntry(new ZipEntry(path));
            jar.write(java.util.Objects.requireNonNull(in).readAllBytes());
        }
    }

    /** Runs a command in this JVM, which is quicker; what its children print is not kept. */
    Outcome here(String... arguments) {
        System.setProperty("rouse.agent.jar", agentJar.toString());
        PrintStream standardOut = System.out;
        PrintStream standardErr = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int code = Rouse.commandLine().execute(arguments);
            return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(standardOut);
            System.setErr(standardErr);
            System.clearProperty("rouse.agent.jar");
        }
    }

    Outcome run(String... arguments) throws IOException, InterruptedException {
        return outcome(start(arguments));
    }

    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                JAVA,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "-Drouse.agent.jar=" + agentJar,
                Rouse.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
    }

    Outcome outcome(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after " + BOUND_SECONDS + " s: " + read("out") + read("err"));
        }
        return new Outcome(process.exitValue(), read("out"), read("err"));
    }

    String read(String file) throws IOException {
        return Files.readString(directory.resolve(file), StandardCharsets.UTF_8);
    }

    /** The command that starts {@link Host}, whose agent behaves as {@code fake} says. */
    static String[] host(String fake, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                JAVA,
                "-XX:TieredStopAtLevel=1",
                "-Dfake=" + fake,
                "-Dfinding=" + JsonReport.line(SampleFindings.lostWake(Grade.PROVEN, 50)),
                "-Drecorded=" + SampleRecordings.asToldByAnAgent(),
                "-cp",
                System.getProperty("java.class.path"),
                Host.class.getName()));
        command.addAll(List.of(arguments));
        return command.toArray(new String[0]);
    }
}
