package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {
    private static final String COMMAND = "sun.java.command";

    private @Nullable String before;

    @BeforeEach
    void remembers() {
        before = System.getProperty(COMMAND);
    }

    @AfterEach
    void restores() {
        if (before != null) {
            System.setProperty(COMMAND, before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "com.acme.Main, com.acme",
        "com.acme.Main --port 80 x.y.Z, com.acme",
        "acme.module/com.acme.Main, com.acme"
    })
    void isThePackageOfTheMainClass(String command, String expected) {
        System.setProperty(COMMAND, command);

        assertThat(Program.mainPackage()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Main", "Main a.b", "app.jar", "/opt/app-1.0.jar --x", "./target/app.jar"})
    void isEmptyWhereTheCommandDoesNotTell(String command) {
        System.setProperty(COMMAND, command);

        assertThat(Program.mainPackage()).isEmpty();
    }

    @Test
    void findsTheProbeInTheBootLoader() {
        assertThat(Program.hasProbe()).isTrue();
    }
}
