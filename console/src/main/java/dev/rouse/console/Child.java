package dev.rouse.console;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The program that {@code rouse run} starts. */
final class Child {
    private static final Set<String> LAUNCHERS = Set.of("java", "java.exe", "javaw.exe");
    private static final String TOOL_OPTIONS = "JAVA_TOOL_OPTIONS";
    private static final int TERM_SECONDS = 5;
    private static final int KILL_SECONDS = 5;

    private final Process process;

    private Child(Process process) {
        this.process = process;
    }

    /** Starts a program with the agent, and with this process's standard input and outputs. */
    static Child start(List<String> command, Path agentJar, String agentOptions) {
        return start(withAgent(command, agentJar, agentOptions).inheritIO());
    }

    static Child start(ProcessBuilder builder) {
        String program = builder.command().get(0);
        try {
            return new Child(builder.start());
        } catch (IOException e) {
            throw new BadUse(
                    "cannot start '" + program + "': " + Sentences.reason(e, program)
                            + "; check the name, or give its path",
                    e);
        }
    }

    /** A {@code java} launcher gets the agent as its first option; for anything else the environment carries it. */
    static ProcessBuilder withAgent(List<String> command, Path agentJar, String agentOptions) {
        String agent = "-javaagent:" + agentJar + "=" + agentOptions;
        List<String> changed = new ArrayList<>(command);
        if (isLauncher(command.get(0))) {
            changed.add(1, agent);
            return new ProcessBuilder(changed);
        }
        ProcessBuilder builder = new ProcessBuilder(changed);
        appendToolOption(builder.environment(), agent);
        return builder;
    }

    private static boolean isLauncher(String program) {
        Path name = Path.of(program).getFileName();
        return name != null && LAUNCHERS.contains(name.toString());
    }

    private static void appendToolOption(Map<String, String> environment, String option) {
        String quoted = option.chars().anyMatch(Character::isWhitespace) ? '"' + option + '"' : option;
        environment.merge(TOOL_OPTIONS, quoted, (before, added) -> before + " " + added);
    }

    Process process() {
        return process;
    }

    /** Waits for its end, for a time if one is given; false when it still runs. */
    boolean await(@Nullable Duration atMost) throws InterruptedException {
        if (atMost == null) {
            process.waitFor();
            return true;
        }
        return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Its exit code; 128 + N when signal N ended it. */
    int code() {
        return process.exitValue();
    }

    /** Ends it and what it has started: SIGTERM, and SIGKILL for what has not ended within 5 s. */
    void end() throws InterruptedException {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroy);
        if (!ended(all, TERM_SECONDS)) {
            all.forEach(ProcessHandle::destroyForcibly);
            ended(all, KILL_SECONDS);
        }
    }

    private static boolean ended(List<ProcessHandle> all, int seconds) throws InterruptedException {
        try {
            CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
                    .get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
