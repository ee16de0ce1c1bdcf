package dev.rouse.engine.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Site;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SitePairsTest {
    @Test
    void knowsLinesAgainThatHaveMovedTogether() {
        assertThat(pairs(
                        List.of("a.B.c(B.java:10)", "a.B.c(B.java:20)"),
                        List.of("a.B.c(B.java:13)", "a.B.c(B.java:23)")))
                .containsExactly("a.B.c(B.java:10) = a.B.c(B.java:13)", "a.B.c(B.java:20) = a.B.c(B.java:23)");
    }

    @Test
    void prefersTheSameLine() {
        assertThat(pairs(
                        List.of("a.B.c(B.java:10)", "a.B.c(B.java:20)"),
                        List.of("a.B.c(B.java:20)", "a.B.c(B.java:30)")))
                .containsExactly("a.B.c(B.java:20) = a.B.c(B.java:20)", "a.B.c(B.java:10) = a.B.c(B.java:30)");
    }

    @Test
    void knowsALambdaAgainThatHasAnotherNumber() {
        assertThat(pairs(List.of("a.B.lambda$c$1(B.java:10)"), List.of("a.B.lambda$c$3(B.java:14)")))
                .containsExactly("a.B.lambda$c$1(B.java:10) = a.B.lambda$c$3(B.java:14)");
    }

    @Test
    void doesNotGuessWhenAMethodHasMoreOfThem() {
        assertThat(pairs(List.of("a.B.c(B.java:10)"), List.of("a.B.c(B.java:13)", "a.B.c(B.java:23)")))
                .containsExactly("a.B.c(B.java:10) = null", "null = a.B.c(B.java:13)", "null = a.B.c(B.java:23)");
    }

    @Test
    void knowsLinesOfRust() {
        assertThat(pairs(List.of("src/main.rs:10"), List.of("src/main.rs:12")))
                .containsExactly("src/main.rs:10 = src/main.rs:12");
    }

    private static List<String> pairs(List<String> base, List<String> now) {
        return SitePairs.of(sites(base), sites(now)).stream()
                .map(pair -> pair.base() + " = " + pair.now())
                .toList();
    }

    private static List<Site> sites(List<String> names) {
        return Stream.of(names).flatMap(List::stream).map(Site::new).toList();
    }
}
