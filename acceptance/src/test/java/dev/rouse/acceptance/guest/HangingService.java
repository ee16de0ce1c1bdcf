package dev.rouse.acceptance.guest;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Waits for answers of which nobody can give one in five any more, and polls a promise that stays pending. Says again
 * and again whether CompletableFuture carries the agent's hooks: it opens the nursery itself, which an agent that has
 * left has closed, and looks whether a wait arrives there.
 */
public final class HangingService {
    private static final long LIFE_SECONDS = 120;
    private static final List<CompletableFuture<?>> HUNG = new ArrayList<>();
    private static final CompletableFuture<String> NEVER = new CompletableFuture<>();
    private static long polls;
    private static boolean visited;

    public static void main(String[] arguments) throws Exception {
        for (int turn = 0; turn < LIFE_SECONDS * 4; turn++) {
            if (turn % 4 == 0 && HUNG.size() < 100) {
                HUNG.add(ask(false));
                System.gc();
            }
            ask(true).join();
            poll(250);
            System.out.println("hooked " + isHooked() + ", polls " + polls);
        }
        System.exit(0);
    }

    private static CompletableFuture<String> ask(boolean answered) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        CompletableFuture<String> trimmed = answer.thenApply(String::trim);
        if (answered) {
            answer.complete("yes");
        }
        return trimmed;
    }

    /** Asks the same promise again and again, never longer than a few milliseconds. */
    private static void poll(long millis) throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            try {
                NEVER.get(5, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                polls++;
            }
        }
    }

    private static boolean isHooked() throws ReflectiveOperationException {
        Class<?> nursery;
        try {
            nursery = Class.forName("dev.rouse.probe.Nursery", false, null);
        } catch (ClassNotFoundException e) {
            return false;
        }
        Method open = nursery.getMethod("open", boolean.class);
        Object before = nursery.getMethod("isOpen").invoke(null);
        visited |= Boolean.TRUE.equals(before);
        if (!visited) {
            return false; // to try it now could close what an agent is about to open
        }
        open.invoke(null, true);
        List<Object> arrived = new ArrayList<>();
        CompletableFuture<String> wait = new CompletableFuture<String>().thenApply(String::trim);
        nursery.getMethod("sweep", Consumer.class).invoke(null, (Consumer<Object>) arrived::add);
        open.invoke(null, before);
        return !wait.isDone() && !arrived.isEmpty();
    }
}
