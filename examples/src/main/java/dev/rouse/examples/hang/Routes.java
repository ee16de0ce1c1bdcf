package dev.rouse.examples.hang;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The paths that the gateway serves, each by a handler in this process. */
record Routes(Map<String, Supplier<String>> handlers) {
    private static final int LINES = 50;

    Routes {
        handlers = Map.copyOf(handlers);
    }

    static Routes ofTheShop() {
        return new Routes(Map.of(
                "/orders", () -> list("order", "total", 7.35),
                "/prices", () -> list("article", "price", 0.85),
                "/stock", () -> list("article", "pieces", 12)));
    }

    private static String list(String thing, String value, double step) {
        return IntStream.rangeClosed(1, LINES)
                .mapToObj(i -> "{\"%s\":%d,\"%s\":%.2f}".formatted(thing, i, value, i * step))
                .collect(Collectors.joining(",\n", "[", "]"));
    }

    /** The body for {@code path}, or null where no handler has it. */
    @Nullable String serve(String path) {
        Supplier<String> handler = handlers.get(path);
        return handler == null ? null : handler.get();
    }
}
