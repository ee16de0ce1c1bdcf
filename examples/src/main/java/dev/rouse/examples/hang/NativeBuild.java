package dev.rouse.examples.hang;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A C compiler, and the JDK's headers that {@code auth.c} needs. */
record NativeBuild(Path compiler, Path headers, Path platformHeaders) {
    private static final int COMPILE_SECONDS = 30;

    /** Looks for gcc or cc on the PATH and for {@code jni.h} in the running JDK, then in JAVA_HOME. */
    static NativeBuild find() throws IOException {
        Path compiler = Stream.of("gcc", "cc")
                .flatMap(NativeBuild::onThePath)
                .findFirst()
                .orElseThrow(() -> new IOException("no gcc or cc on the PATH"));
        Path headers = Stream.of(System.getProperty("java.home"), System.getenv("JAVA_HOME"))
                .filter(Objects::nonNull)
                .map(home -> Path.of(home, "include"))
                .filter(include -> Files.exists(include.resolve("jni.h")))
                .findFirst()
                .orElseThrow(() -> new IOException("no jni.h: this is a Java runtime without the JDK's headers"));
        return new NativeBuild(compiler, headers, platformHeaders(headers));
    }

    /** Compiles the library into a directory of its own, hands it to {@code loader}, and leaves no file behind. */
    void compile(Loader loader) throws IOException {
        Path directory = Files.createTempDirectory("rouse-auth");
        Path source = directory.resolve("auth.c");
        Path library = directory.resolve(System.mapLibraryName("auth"));
        Path log = directory.resolve("log");
        try (InputStream code = NativeBuild.class.getResourceAsStream("auth.c")) {
            Files.copy(Objects.requireNonNull(code, "auth.c is missing from the jar"), source);
            compile(source, library, log);
            loader.load(library);
        } finally {
            for (Path file : List.of(source, library, log, directory)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void compile(Path source, Path library, Path log) throws IOException {
        Process process = new ProcessBuilder(
                        compiler.toString(),
                        "-shared",
                        "-fPIC",
                        "-O2",
                        "-pthread",
                        "-I" + headers,
                        "-I" + platformHeaders,
                        "-o",
                        library.toString(),
                        source.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(COMPILE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(compiler + " failed: "
                        + Files.readString(log, StandardCharsets.UTF_8).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + compiler + " ran");
        } finally {
            process.destroyForcibly();
        }
    }

    private static Stream<Path> onThePath(String name) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable);
    }

    /** {@code jni_md.h} stands in a directory named after the platform, such as {@code include/linux}. */
    private static Path platformHeaders(Path headers) throws IOException {
        try (Stream<Path> directories = Files.list(headers)) {
            return directories
                    .filter(directory -> Files.exists(directory.resolve("jni_md.h")))
                    .findFirst()
                    .orElse(headers);
        }
    }

    @FunctionalInterface
    interface Loader {
        void load(Path library) throws IOException;
    }
}
