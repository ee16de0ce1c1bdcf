package dev.rouse.acceptance.cases;

import akka.actor.ActorSystem;
import akka.stream.ActorMaterializer;
import akka.stream.OverflowStrategy;
import akka.stream.QueueOfferResult;
import akka.stream.ThrottleMode;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.SourceQueueWithComplete;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import scala.concurrent.duration.Duration;

/**
 * <a href="https://github.com/akka/akka-core/issues/23078">akka #23078</a>: an asynchronous callback that reaches a
 * stage which has just stopped is dropped together with its promise, so offers to a queue that failed by overflow never
 * end.
 */
final class AkkaQueue23078 {
    private static final int OFFERS = 40;

    public static void main(String[] arguments) throws InterruptedException {
        ActorSystem system = ActorSystem.create("orders");
        SourceQueueWithComplete<Integer> queue = Source.<Integer>queue(10, OverflowStrategy.fail())
                .throttle(1, Duration.create(60, TimeUnit.SECONDS), 1, ThrottleMode.shaping())
                .to(Sink.ignore())
                .run(ActorMaterializer.create(system));
        List<CompletableFuture<QueueOfferResult>> offers = new ArrayList<>();
        for (int i = 0; i < OFFERS; i++) {
            offers.add(queue.offer(i).toCompletableFuture());
        }
        long deadline = System.nanoTime() + Outcome.PATIENCE.toNanos();
        int hung = 0;
        for (CompletableFuture<?> offer : offers) {
            hung += endsBefore(deadline, offer) ? 0 : 1;
        }
        Outcome.end(hung > 0, hung + " of " + OFFERS + " offers hang");
    }

    private static boolean endsBefore(long deadline, CompletableFuture<?> offer) throws InterruptedException {
        try {
            offer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
