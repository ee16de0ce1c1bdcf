package dev.rouse.agent;

import dev.rouse.engine.model.Site;
import java.lang.reflect.Field;
import java.util.Map;

/** Whether the program has registered a shutdown hook: who awaits the end then has somebody to end the wait. */
final class ShutdownHooks {
    private ShutdownHooks() {}

    static boolean present() {
        try {
            Field field = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
            field.setAccessible(true);
            synchronized (field.getDeclaringClass()) {
                Map<?, ?> hooks = (Map<?, ?>) field.get(null);
                return hooks != null && hooks.keySet().stream().anyMatch(ShutdownHooks::isProgram);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            return true;
        }
    }

    /** The JDK's own hooks (logging's, for one) are subclasses of Thread; they wake nobody. */
    private static boolean isProgram(Object hook) {
        return hook.getClass() == Thread.class || !Site.isJdk(hook.getClass().getName());
    }
}
