package dev.rouse.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rouse.engine.model.StackKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlameTest {
    @TempDir
    Path directory;

    @Test
    void writesTheStacksAsTextWithTheirKindAsTheRoot() throws IOException {
        Flame flame = Flame.open(at("out.collapsed"));
        flame.add(StackKind.WAITED, 10, "Main.main;Gate.await");
        flame.add(StackKind.WAITED, 5, "Main.main;Gate.await");
        flame.add(StackKind.BURNT, 3, "Loop.run");
        flame.write();

        assertThat(Files.readAllLines(directory.resolve("out.collapsed")))
                .containsExactlyInAnyOrder("waited;Main.main;Gate.await 15", "burnt;Loop.run 3");
        assertThat(directory.resolve("out.html")).doesNotExist();
        assertThat(flame.summary()).isEqualTo("2 different stacks are in " + at("out.collapsed"));
    }

    @Test
    void drawsAGraphForEachKindOnOnePage() throws IOException {
        Flame flame = Flame.open(at("out.html"));
        flame.add(StackKind.WAITED, 15, "Main.main;Gate.await");
        flame.add(StackKind.OFF_WAKE, 7, "Main.main;[woken by];Client.complete");
        flame.write();

        String page = Files.readString(directory.resolve("out.html"));
        assertThat(page).containsSubsequence("<h2 id='burnt'>", "No such stack was seen", "<h2 id='waited'>");
        assertThat(page).containsSubsequence("<iframe title='waited'", "Gate.await", "<iframe title='off-wake'");
        assertThat(page).contains("[woken by]", "Client.complete").doesNotContain("samples'");
        assertThat(Files.readAllLines(directory.resolve("out.collapsed"))).hasSize(2);
    }

    @Test
    void namesMicrosecondsAndSamplesEachWhereItIsMeant() throws IOException {
        Flame flame = Flame.open(at("out.html"));
        flame.add(StackKind.BURNT, 1, "Loop.run");
        flame.add(StackKind.WAITED, 1, "Gate.await");
        flame.write();

        String page = Files.readString(directory.resolve("out.html"));
        assertThat(page).containsSubsequence("<iframe title='burnt'", " samples'", "<iframe title='waited'", " µs'");
    }

    @Test
    void keepsThePageWholeWhateverAFrameIsCalled() throws IOException {
        Flame flame = Flame.open(at("out.html"));
        flame.add(StackKind.BURNT, 1, "A.\"</script>'&quot;\\.<init>");
        flame.write();

        assertThat(Files.readString(directory.resolve("out.html")).split("</script>", -1))
                .hasSize(3);
    }

    @Test
    void refusesANameThatTellsNoFormatAndAPlaceThatCannotBeWritten() {
        assertThatThrownBy(() -> Flame.open(at("out.svg")))
                .isInstanceOf(BadUse.class)
                .hasMessageContaining(".html");
        assertThatThrownBy(() -> Flame.open(at("none/out.html")))
                .isInstanceOf(BadUse.class)
                .hasMessageContaining("cannot write");
    }

    private String at(String name) {
        return directory.resolve(name).toString();
    }
}
