package dev.rouse.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A process of this machine, as the system shows it: nothing here touches it. */
record HostProcess(long pid) {
    private static final String LIBJVM = "libjvm.so";

    static HostProcess self() {
        return new HostProcess(ProcessHandle.current().pid());
    }

    boolean isAlive() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)
                && status("State").map(state -> !state.startsWith("Z")).orElse(true);
    }

    Optional<ProcessHandle.Info> info() {
        return ProcessHandle.of(pid).map(ProcessHandle::info);
    }

    /** The program that runs, without its directory. */
    String program() {
        return info().flatMap(ProcessHandle.Info::command)
                .map(command -> command.substring(command.lastIndexOf('/') + 1))
                .or(() -> status("Name"))
                .orElse("unknown");
    }

    /** The user it runs as: the name, or the number where it has none. */
    String user() {
        return info().flatMap(ProcessHandle.Info::user).or(this::uid).orElse("unknown");
    }

    /** Its effective user's number, where the system has one to show. */
    Optional<String> uid() {
        return status("Uid").map(uids -> uids.split("\\s+", -1)[1]);
    }

    boolean isOfThisUser() {
        Optional<String> uid = uid();
        return uid.isPresent() ? uid.equals(self().uid()) : user().equals(self().user());
    }

    /** Whether a JVM is loaded in it; empty when that cannot be told. */
    Optional<Boolean> isJvm() {
        return lines("maps").map(maps -> maps.stream().anyMatch(line -> line.endsWith(LIBJVM)));
    }

    /** The version of its JDK, as that JDK's {@code release} file has it. */
    Optional<String> javaVersion() {
        return javaHome()
                .map(home -> home.resolve("release"))
                .flatMap(HostProcess::read)
                .flatMap(release -> release.stream()
                        .filter(line -> line.startsWith("JAVA_VERSION="))
                        .map(line -> line.substring("JAVA_VERSION=".length()).replace("\"", ""))
                        .findFirst());
    }

    private Optional<Path> javaHome() {
        return lines("maps").stream()
                .flatMap(List::stream)
                .filter(line -> line.endsWith("/" + LIBJVM))
                .map(line -> line.substring(line.indexOf('/')))
                .map(path -> seenFromHere(Path.of(path)).resolve("../../..").normalize())
                .findFirst();
    }

    /** Whether a JVM flag is as given by the command line or the environment, e.g. {@code +DisableAttachMechanism}. */
    boolean hasFlag(String flag) {
        String opposite = (flag.startsWith("+") ? "-" : "+") + flag.substring(1);
        String last = arguments()
                .filter(argument -> argument.equals("-XX:" + flag) || argument.equals("-XX:" + opposite))
                .reduce((earlier, later) -> later)
                .orElse("");
        return last.equals("-XX:" + flag);
    }

    /** In the order in which the JVM takes them. */
    private Stream<String> arguments() {
        List<String> environment = words("environ");
        return Stream.of(
                        options(environment, "JAVA_TOOL_OPTIONS"),
                        options(environment, "JDK_JAVA_OPTIONS"),
                        words("cmdline").stream(),
                        options(environment, "_JAVA_OPTIONS"))
                .flatMap(arguments -> arguments);
    }

    private static Stream<String> options(List<String> environment, String variable) {
        return environment.stream()
                .filter(entry -> entry.startsWith(variable + "="))
                .flatMap(entry ->
                        Stream.of(entry.substring(variable.length() + 1).split("\\s+", -1)));
    }

    /** Whether it has the same network as this process; true when that cannot be told. */
    boolean sharesLoopback() {
        Optional<String> theirs = namespace("net");
        return theirs.isEmpty() || theirs.equals(self().namespace("net"));
    }

    /** Whether it has the same processes and files as this process, as a container has not. */
    boolean sharesNamespaces() {
        return Stream.of("pid", "mnt").allMatch(name -> {
            Optional<String> theirs = namespace(name);
            return theirs.isEmpty() || theirs.equals(self().namespace(name));
        });
    }

    private Optional<String> namespace(String name) {
        try {
            return Optional.of(Files.readSymbolicLink(proc("ns/" + name)).toString());
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** Whether it finds this file at this path. */
    boolean sees(Path file) {
        return !Files.exists(proc("root")) || Files.isRegularFile(seenFromHere(file));
    }

    /** A path of its file system as a path of ours. */
    private Path seenFromHere(Path absolute) {
        Path root = proc("root");
        return Files.exists(root, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(root)
                ? root.resolve(absolute.toString().substring(1))
                : absolute;
    }

    private Optional<String> status(String field) {
        return lines("status").stream()
                .flatMap(List::stream)
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).trim())
                .findFirst();
    }

    private List<String> words(String file) {
        return lines(file)
                .map(lines -> List.of(String.join("\n", lines).split("\0", -1)))
                .orElse(List.of());
    }

    private Optional<List<String>> lines(String file) {
        return read(proc(file));
    }

    private static Optional<List<String>> read(@Nullable Path file) {
        try {
            return file == null ? Optional.empty() : Optional.of(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(pid), file);
    }
}
