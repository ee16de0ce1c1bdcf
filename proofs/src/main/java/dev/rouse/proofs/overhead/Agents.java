package dev.rouse.proofs.overhead;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The agents' jars. */
record Agents(Path rouse, Path empty, Path openTelemetry) {

    static Agents of(Options options) throws IOException {
        Files.createDirectories(options.results());
        return new Agents(
                existing(options.agent()),
                writeEmpty(options.results().resolve("empty-agent.jar")),
                yardstick(options));
    }

    private static Path existing(Path jar) {
        if (!Files.isReadable(jar)) {
            throw new IllegalArgumentException(jar + " is missing: build the agent first, as proofs/overhead.sh does");
        }
        return jar.toAbsolutePath();
    }

    private static Path yardstick(Options options) throws IOException {
        try (Stream<Path> jars = Files.list(options.proofs().resolve("yardstick"))) {
            return existing(jars.filter(jar -> jar.toString().endsWith(".jar"))
                    .findFirst()
                    .orElse(options.proofs().resolve("yardstick/opentelemetry-javaagent.jar")));
        }
    }

    /** Asks for what Rouse asks for, since the JVM may pay for the permission alone. */
    private static Path writeEmpty(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", EmptyAgent.class.getName());
        attributes.putValue("Can-Retransform-Classes", "true");
        attributes.putValue("Can-Redefine-Classes", "true");
        String entry = EmptyAgent.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream in = EmptyAgent.class.getResourceAsStream("/" + entry)) {
            out.putNextEntry(new JarEntry(entry));
            in.transferTo(out);
        }
        return jar.toAbsolutePath();
    }
}
