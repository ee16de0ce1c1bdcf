package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against a class that Kotlin's compiler made, in the released coroutines of the build. */
class InlinedLinesTest {
    private final InlinedLines lines = new InlinedLines(InlinedLinesTest::type);

    private static @Nullable Class<?> type(String name) {
        try {
            return Class.forName(name, false, InlinedLinesTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private int line(String file, int line) {
        return lines.written(new StackTraceElement("kotlinx.coroutines.DelayKt", "delay", file, line))
                .getLineNumber();
    }

    @Test
    void tellsTheLineOnWhichTheInlinedCodeWasCalled() {
        assertThat(line("Delay.kt", 165)).isEqualTo(103);
    }

    @Test
    void leavesLinesThatSomebodyHasWrittenAsTheyAre() {
        assertThat(line("Delay.kt", 12)).isEqualTo(12);
        assertThat(line("Delay.java", 165)).isEqualTo(165);
    }
}
