package dev.rouse.acceptance.guest;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Two threads that wait for answers for ever: nobody can give the one; the other's promise lies in a map of pending
 * ones.
 */
public final class LostAndHeld {
    private static final Map<String, CompletableFuture<String>> PENDING = new ConcurrentHashMap<>();

    public static void main(String[] arguments) throws InterruptedException {
        Thread slow = new Thread(LostAndHeld::askSlow, "asks the slow");
        new Thread(LostAndHeld::askForgetful, "asks the forgetful").start();
        slow.start();
        System.out.println("asked");
        slow.join();
    }

    private static void askForgetful() {
        answer(new CompletableFuture<String>().join());
    }

    private static void askSlow() {
        answer(PENDING.computeIfAbsent("7", item -> new CompletableFuture<>()).join());
    }

    private static void answer(String text) {
        System.out.println(text);
    }
}
