package dev.rouse.examples.slow;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.WakerSlot;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks for each price once: whoever wants one that is being asked for waits for the same reply. One core's own. */
final class SharedPrices implements Prices {
    private final Map<String, Question> open = new HashMap<>();
    private final Backend backend;

    SharedPrices(Backend backend) {
        this.backend = backend;
    }

    @Override
    public Future<Integer> of(String item) {
        return new Price(item, open.computeIfAbsent(item, this::ask));
    }

    private Question ask(String item) {
        Question question = new Question();
        backend.ask(item, question::onReply);
        return question;
    }

    private static final class Question {
        private final WakerSlot asker = new WakerSlot();
        private volatile @Nullable Integer cents;

        /** On the backend's thread. */
        private void onReply(int answer) {
            cents = answer;
            asker.fire();
        }
    }

    private final class Price implements Future<Integer> {
        private final String item;
        private final Question question;

        Price(String item, Question question) {
            this.item = item;
            this.question = question;
        }

        @Override
        public Poll<Integer> poll(Context context) {
            if (question.cents == null) {
                question.asker.arm(context); // one slot, and every asker takes it
            }
            Integer known = question.cents;
            if (known == null) {
                return Poll.pending();
            }
            open.remove(item, question);
            return Poll.ready(known);
        }
    }
}
