package dev.rouse.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@code java} command line under construction; each method answers a longer command and leaves this one as it was.
 *
 * @param jdk whose {@code java} it starts
 * @param words what follows {@code java}
 */
public record JavaCommand(Jdk jdk, List<String> words) {

    public JavaCommand {
        words = List.copyOf(words);
    }

    public static JavaCommand on(Jdk jdk) {
        return new JavaCommand(jdk, List.of());
    }

    public JavaCommand options(String... options) {
        return with(Stream.of(options));
    }

    public JavaCommand options(List<String> options) {
        return with(options.stream());
    }

    public JavaCommand main(List<Path> classPath, Class<?> main, String... arguments) {
        return main(classPath, main.getName(), arguments);
    }

    public JavaCommand main(List<Path> classPath, String main, String... arguments) {
        String path = classPath.stream().map(Path::toString).collect(Collectors.joining(java.io.File.pathSeparator));
        return with(Stream.of("-cp", path, main)).with(Stream.of(arguments));
    }

    public JavaCommand jar(Path jar, String... arguments) {
        return with(Stream.of("-jar", jar.toString())).with(Stream.of(arguments));
    }

    /** The same with another whole command as the last arguments, as {@code rouse run -- java ...} has it. */
    public JavaCommand around(JavaCommand inner) {
        return with(inner.line().stream());
    }

    /** The whole command, {@code java} itself first. */
    public List<String> line() {
        List<String> line = new ArrayList<>();
        line.add(jdk.java().toString());
        line.addAll(words);
        return List.copyOf(line);
    }

    public ChildJvm start() {
        return ChildJvm.start(this);
    }

    /** For a program that ends when its input does: see {@link ChildJvm#endInput}. */
    public ChildJvm startWithInput() {
        return ChildJvm.startWithInput(this);
    }

    private JavaCommand with(Stream<String> more) {
        return new JavaCommand(jdk, Stream.concat(words.stream(), more).toList());
    }
}
