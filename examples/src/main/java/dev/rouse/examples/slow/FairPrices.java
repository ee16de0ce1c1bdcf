package dev.rouse.examples.slow;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.WakerSlot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** {@link SharedPrices} as it should be, and as it was before: every asker has a slot of its own. */
final class FairPrices implements Prices {
    private final Map<String, Question> open = new HashMap<>();
    private final Backend backend;

    FairPrices(Backend backend) {
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
        private final List<WakerSlot> askers = new CopyOnWriteArrayList<>();
        private volatile @Nullable Integer cents;

        /** On the backend's thread. */
        private void onReply(int answer) {
            cents = answer;
            askers.forEach(WakerSlot::fire);
        }
    }

    private final class Price implements Future<Integer> {
        private final WakerSlot slot = new WakerSlot();
        private final String item;
        private final Question question;

        Price(String item, Question question) {
            this.item = item;
            this.question = question;
            question.askers.add(slot);
        }

        @Override
        public Poll<Integer> poll(Context context) {
            if (question.cents == null) {
                slot.arm(context);
            }
            Integer known = question.cents;
            if (known == null) {
                return Poll.pending();
            }
            open.remove(item, question);
            return Poll.ready(known);
        }

        @Override
        public void drop() {
            question.askers.remove(slot);
            slot.clear();
        }
    }
}
