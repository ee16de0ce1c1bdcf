package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;

class TypesTest {
    private final HandInstrumentation host = new HandInstrumentation(String.class, TypesTest.class);
    private final Types types = new Types(host.instrumentation());

    @Test
    void findsAClassThatIsLoaded() {
        assertThat(types.apply("java.lang.String")).isSameAs(String.class);
        assertThat(types.apply("dev.rouse.agent.TypesTest")).isSameAs(TypesTest.class);
    }

    @Test
    void loadsNothing() {
        assertThat(types.apply("java.util.zip.CRC32C")).isNull();
    }

    @Test
    void looksThroughAllClassesOnceForEachUnknownName() {
        for (int i = 0; i < 10; i++) {
            assertThat(types.apply("com.acme.Missing")).isNull();
            assertThat(types.apply("java.lang.String")).isNotNull();
        }

        assertThat(host.asked).containsExactly("getAllLoadedClasses");
    }

    @Test
    void findsWhatWasLoadedLater() {
        assertThat(types.apply("java.lang.String")).isNotNull();
        host.loaded.add(Collections.class);

        assertThat(types.apply("java.util.Collections")).isSameAs(Collections.class);
    }

    @Test
    void staysBoundedWhenNamesNeverEnd() {
        for (int i = 0; i < 12_000; i++) {
            assertThat(types.apply("Generated" + i)).isNull();
        }

        assertThat(types.apply("java.lang.String")).isSameAs(String.class);
    }
}
