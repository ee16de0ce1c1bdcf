package dev.rouse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InnermostTest {
    private record Leaf() implements Future<String> {
        @Override
        public Poll<String> poll(Context context) {
            return Poll.pending();
        }
    }

    private static final class Around implements Future<String> {
        private final int number = 7;
        private final String text = "no future";
        private final @Nullable Future<String> inner;
        private @Nullable Future<String> other;

        Around(@Nullable Future<String> inner) {
            this.inner = inner;
        }

        @Override
        public Poll<String> poll(Context context) {
            Future<String> next = inner == null ? other : inner;
            return next == null ? Poll.ready(text + number) : next.poll(context);
        }
    }

    @Test
    void looksThroughFuturesThatHoldOneOther() {
        Leaf leaf = new Leaf();

        assertThat(Innermost.of(new Around(new Around(leaf)))).isSameAs(leaf);
    }

    @Test
    void stopsWhereAFutureHoldsSeveral() {
        Around group = new Around(new Leaf());
        group.other = new Around(null);

        assertThat(Innermost.of(new Around(group))).isSameAs(group);
    }

    @Test
    void endsOnFuturesThatHoldEachOther() {
        Around one = new Around(null);
        Around two = new Around(one);
        one.other = two;

        assertThat(Innermost.of(one)).isIn(one, two);
    }
}
