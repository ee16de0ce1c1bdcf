package dev.rouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.report.JsonReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stories with {@link FakeStory} in the place of their programs, and an agent that finds what it is told. */
@Timeout(60)
class DemoTest {
    @TempDir
    Path home;

    private Console console;

    @BeforeEach
    void writesTheStories() throws IOException {
        console = new Console(home);
        Path target = Files.createDirectories(home.resolve("examples").resolve("target"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(target.resolve("rouse-examples.jar")))) {
            for (Class<?> type : new Class<?>[] {
                FakeStory.class, dev.rouse.examples.slow.SlowDemo.class, dev.rouse.examples.burn.BurnDemo.class
            }) {
                String path = type.getName().replace('.', '/') + ".class";
                try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
                    jar.putNextEntry(new ZipEntry(path));
                    jar.write(Objects.requireNonNull(in).readAllBytes());
                }
            }
        }
        System.setProperty("rouse.home", home.toString());
    }

    @AfterEach
    void forgets() {
        System.clearProperty("rouse.home");
    }

    private void finds(Kind kind) throws IOException {
        Files.writeString(
                home.resolve("examples").resolve("target").resolve("finding"),
                JsonReport.line(SampleFindings.finding(kind, Grade.PROVEN, 3)));
    }

    @ParameterizedTest
    @EnumSource(names = {"SLOW", "BURN"})
    void endsWithZeroWhenThePointWasShown(Story story) throws IOException {
        finds(story.point);

        Console.Outcome outcome = console.here("demo", story.id());

        assertThat(outcome.err()).doesNotContain("could not be played");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains(story.point.id() + "  PROVEN");
    }

    @ParameterizedTest
    @EnumSource(names = {"SLOW", "BURN"})
    void endsWithOneWhenOnlySomethingElseWasFound(Story story) throws IOException {
        finds(Kind.LATE_WAKE);

        assertThat(console.here("demo", story.id()).code()).isEqualTo(ExitCode.NOT_SHOWN);
    }

    @ParameterizedTest
    @EnumSource(names = {"SLOW", "BURN"})
    void playsTheCorrectedServiceAndEndsWithZeroWhenNothingWasFound(Story story) {
        Console.Outcome outcome = console.here("demo", "--fixed", story.id(), "--json", "-");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void endsWithOneWhenTheCorrectedServiceHasAFinding() throws IOException {
        finds(Kind.LATE_WAKE);

        assertThat(console.here("demo", "burn", "--fixed").code()).isEqualTo(ExitCode.NOT_SHOWN);
    }

    @Test
    void endsWithThreeWhenAskedToFail() throws IOException {
        finds(Kind.SELF_WAKE);

        assertThat(console.here("demo", "burn", "--fail-on", "self-wake").code())
                .isEqualTo(ExitCode.FOUND);
    }
}
