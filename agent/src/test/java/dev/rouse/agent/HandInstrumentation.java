package dev.rouse.agent;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An Instrumentation that has some classes loaded and writes down what it is asked for. */
final class HandInstrumentation {
    final List<Class<?>> loaded = new ArrayList<>();
    final List<String> asked = new ArrayList<>();

    HandInstrumentation(Class<?>... classes) {
        loaded.addAll(List.of(classes));
    }

    Instrumentation instrumentation() {
        return (Instrumentation) Proxy.newProxyInstance(
                HandInstrumentation.class.getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                (proxy, method, arguments) -> answer(method.getName(), arguments));
    }

    private @Nullable Object answer(String method, Object[] arguments) {
        asked.add(
                arguments != null && arguments.length > 0 && arguments[0] instanceof Class<?>[] classes
                        ? method + " " + List.of(classes)
                        : method);
        return switch (method) {
            case "getAllLoadedClasses" -> loaded.toArray(new Class<?>[0]);
            case "isModifiableClass", "removeTransformer" -> true;
            default -> null;
        };
    }
}
