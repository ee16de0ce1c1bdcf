package dev.rouse.agent;

import java.util.Set;
import org.objectweb.asm.MethodVisitor;

/** Netty's DefaultPromise, 4.1 and 4.2, relocated copies too: where a listener is added and where a thread blocks. */
final class NettyPromiseInstrumentation implements Instrumented {
    static final String PROMISE = "io/netty/util/concurrent/DefaultPromise";
    private static final String HOOKS = "java/util/concurrent/RouseHooks";

    @Override
    public boolean matches(String className) {
        return className.endsWith(PROMISE);
    }

    @Override
    public Set<String> hooked() {
        return Set.of("addListener0", "incWaiters");
    }

    @Override
    public MethodVisitor hook(String className, String method, String descriptor, MethodVisitor next) {
        return switch (method) {
            case "addListener0" ->
                Instrumented.atReturn(next, HOOKS, "listens", "(Ljava/lang/Object;Ljava/lang/Object;)V", 0, 1);
            case "incWaiters" -> Instrumented.atReturn(next, HOOKS, "blocks", "(Ljava/lang/Object;)V", 0);
            default -> next;
        };
    }
}
