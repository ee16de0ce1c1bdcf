package dev.rouse.console;

import java.util.concurrent.CountDownLatch;

/** A program to be watched: {@code exit N} ends at once with that code, {@code wait} says so and never ends. */
public final class Host {
    private Host() {}

    public static void main(String[] args) throws InterruptedException {
        if (args[0].equals("exit")) {
            System.exit(Integer.parseInt(args[1]));
        }
        System.out.println("waiting");
        new CountDownLatch(1).await();
    }
}
