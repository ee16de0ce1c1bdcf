package dev.rouse.examples.slow;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.WakerSlot;
import org.jspecify.annotations.Nullable;

/** How many pieces of an item there are: each request asks for itself. */
final class Stocks {
    private final Backend backend;

    Stocks(Backend backend) {
        this.backend = backend;
    }

    Future<Integer> of(String item) {
        Stock stock = new Stock();
        backend.ask(item, stock::onReply);
        return stock;
    }

    private static final class Stock implements Future<Integer> {
        private final WakerSlot asker = new WakerSlot();
        private volatile @Nullable Integer pieces;

        /** On the backend's thread. */
        private void onReply(int answer) {
            pieces = answer;
            asker.fire();
        }

        @Override
        public Poll<Integer> poll(Context context) {
            if (pieces == null) {
                asker.arm(context);
            }
            Integer known = pieces;
            return known == null ? Poll.pending() : Poll.ready(known);
        }

        @Override
        public void drop() {
            asker.clear();
        }
    }
}
