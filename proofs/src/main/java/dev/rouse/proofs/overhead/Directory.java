package dev.rouse.proofs.overhead;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** A stand-in for a remote service: what is asked on any thread is answered on its own. */
final class Directory implements Runnable {
    private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();

    private record Question(String path, CompletableFuture<String> reply) {}

    private Directory() {}

    static Directory start() {
        Directory directory = new Directory();
        Thread thread = new Thread(directory, "directory");
        thread.setDaemon(true);
        thread.start();
        return directory;
    }

    CompletableFuture<String> find(String path) {
        CompletableFuture<String> reply = new CompletableFuture<>();
        questions.add(new Question(path, reply));
        return reply;
    }

    @Override
    public void run() {
        try {
            while (true) {
                Question question = questions.take();
                question.reply().complete(question.path().substring(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
