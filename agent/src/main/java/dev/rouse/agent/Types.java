package dev.rouse.agent;

import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds loaded classes by name, without loading any: a stack frame tells only the name. */
final class Types implements Function<String, @Nullable Class<?>> {
    private static final WeakReference<Class<?>> NONE = new WeakReference<>(null);

    /** Forgotten when this large: names of generated classes never end. */
    private static final int MAX = 5_000;

    private final Instrumentation instrumentation;
    private final Map<String, WeakReference<Class<?>>> known = new HashMap<>();

    Types(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    /** Opens the package of a class in a named module to us, so that its fields can be read. */
    void open(Class<?> type) {
        Module module = type.getModule();
        Module ours = Types.class.getModule();
        if (module.isNamed() && !module.isOpen(type.getPackageName(), ours)) {
            instrumentation.redefineModule(
                    module, Set.of(), Map.of(), Map.of(type.getPackageName(), Set.of(ours)), Set.of(), Map.of());
        }
    }

    /** Names of loaded classes, some of them. */
    List<String> loaded(Predicate<String> wanted, int limit) {
        return Arrays.stream(instrumentation.getAllLoadedClasses())
                .map(type -> type.getName())
                .filter(name -> !name.startsWith("[") && wanted.test(name))
                .distinct()
                .limit(limit)
                .toList();
    }

    @Override
    public @Nullable Class<?> apply(String name) {
        WeakReference<Class<?>> type = known.get(name);
        if (type == null) {
            if (known.size() > MAX) {
                known.clear();
            }
            for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
                known.putIfAbsent(loaded.getName(), new WeakReference<>(loaded));
            }
            type = known.computeIfAbsent(name, none -> NONE);
        }
        return type.get();
    }
}
