package dev.rouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LibraryTest {

    @Test
    void bringsWhatTheLibraryItselfNeeds() {
        Library pool = new Library("io.projectreactor.addons:reactor-pool:0.1.5.RELEASE");
        assertThat(pool.classPath())
                .extracting(path -> path.getFileName().toString())
                .startsWith("reactor-pool-0.1.5.RELEASE.jar")
                .anyMatch(name -> name.startsWith("reactor-core-"))
                .anyMatch(name -> name.startsWith("reactive-streams-"));
    }

    @Test
    void tellsAVersionThatDoesNotExistFromAMissingNetwork() {
        Library pool = new Library("io.projectreactor.addons:reactor-pool:0.1.5.NEVER");
        assertThat(failureOf(pool))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no io.projectreactor.addons:reactor-pool:0.1.5.NEVER");
    }

    /** Without a network this ends in an aborted test, as it does for everybody who needs a library. */
    private static Throwable failureOf(Library library) {
        try {
            return new AssertionError("resolved " + library.classPath());
        } catch (IllegalArgumentException e) {
            return e;
        }
    }
}
