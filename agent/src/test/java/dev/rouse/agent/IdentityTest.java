package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
    @TempDir
    Path directory;

    @Test
    void tellsTheFirstJarOfTheClassPathItsVersionAndItsContent() throws IOException {
        String one = build("one");
        String sameAgain = build("one");
        String other = build("other");

        assertThat(one).matches("service\\.jar 1\\.2 [0-9a-f]{8}").isEqualTo(sameAgain);
        assertThat(other).matches("service\\.jar 1\\.2 [0-9a-f]{8}").isNotEqualTo(one);
    }

    @Test
    void doesNotKnowABuildWithoutAJar() {
        assertThat(Identity.build("classes" + File.pathSeparator + "/no/such.jar"))
                .isEqualTo("unknown");
        assertThat(Identity.build("")).isEqualTo("unknown");
    }

    private String build(String content) throws IOException {
        Path jar = directory.resolve("service.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "1.2");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new ZipEntry("com/acme/Main.class"));
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return Identity.build("classes" + File.pathSeparator + jar);
    }
}
