package dev.rouse.acceptance.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Waits for answers of which nobody can give one a second any more. */
public final class LostAnswers {
    private static final int LIFE_TURNS = 500;
    private static final List<CompletableFuture<?>> HUNG = new ArrayList<>();

    public static void main(String[] arguments) throws InterruptedException {
        for (int turn = 0; turn < LIFE_TURNS; turn++) {
            if (turn % 4 == 0) {
                HUNG.add(ask(false));
                System.gc();
            }
            ask(true).join();
            Thread.sleep(250);
            System.out.println("turn " + turn);
        }
        System.out.println("hung " + HUNG.size());
    }

    private static CompletableFuture<String> ask(boolean answered) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        CompletableFuture<String> trimmed = answer.thenApply(String::trim);
        if (answered) {
            answer.complete("yes");
        }
        return trimmed;
    }
}
