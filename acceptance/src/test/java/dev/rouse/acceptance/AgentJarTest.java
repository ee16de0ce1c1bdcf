package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What the agent brings into somebody else's JVM: its own packages, and nothing that could shadow the host's classes.
 */
class AgentJarTest {
    private static final Path JAR =
            Path.of(System.getProperty("rouse.home", ".."), "agent", "target", "rouse-agent.jar");

    private static final Pattern ALLOWED = Pattern.compile("dev/rouse/(probe|engine|agent)/.+"
            + "|java/util/concurrent/Rouse[^/]*\\.class"
            + "|META-INF/(MANIFEST\\.MF|LICENSE|licenses/[^/]+)");

    @Test
    void holdsNothingOutsideItsOwnPackages() throws IOException {
        assertThat(files()).isNotEmpty().allMatch(ALLOWED.asMatchPredicate());
    }

    @Test
    void holdsProbeEngineAgentAndItsRenamedAsm() throws IOException {
        assertThat(files())
                .contains("dev/rouse/agent/RouseAgent.class", "dev/rouse/agent/asm/ClassReader.class")
                .anyMatch(name -> name.startsWith("dev/rouse/probe/"))
                .anyMatch(name -> name.startsWith("dev/rouse/engine/"))
                .anyMatch(name -> name.startsWith("java/util/concurrent/Rouse"));
    }

    @Test
    void namesNoClassOfTheUnrenamedLibrariesAndNoLoggerOfTheHost() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            for (String name : files()) {
                assertThat(text(jar, name))
                        .as(name)
                        .doesNotContain(
                                "org/objectweb/asm",
                                "io/opentelemetry/",
                                "io/prometheus/",
                                "java/util/logging/Logger",
                                "GlobalOpenTelemetry");
            }
        }
    }

    @Test
    void keepsTheLicencesOfWhatItHolds() throws IOException {
        assertThat(files())
                .contains("META-INF/LICENSE", "META-INF/licenses/asm.txt", "META-INF/licenses/prometheus-notice.txt");
    }

    @Test
    void staysBelowThreeMegabytes() {
        assertThat(JAR.toFile().length()).isLessThan(3 << 20);
    }

    @Test
    void startsBothWaysAndMayChangeClasses() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Premain-Class")).isEqualTo("dev.rouse.agent.RouseAgent");
            assertThat(manifest.getValue("Agent-Class")).isEqualTo("dev.rouse.agent.RouseAgent");
            assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
            assertThat(manifest.getValue("Can-Redefine-Classes")).isEqualTo("true");
            assertThat(manifest.getValue("Implementation-Version")).isNotBlank();
            assertThat(manifest.getValue("Multi-Release")).isNull();
        }
    }

    private static List<String> files() throws IOException {
        List<String> names = new ArrayList<>();
        try (JarFile jar = new JarFile(JAR.toFile())) {
            jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(JarEntry::getName)
                    .forEach(names::add);
        }
        return names;
    }

    /** A class file's constant pool holds its names as plain bytes, so they can be searched for as text. */
    private static String text(JarFile jar, String name) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getJarEntry(name))) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
