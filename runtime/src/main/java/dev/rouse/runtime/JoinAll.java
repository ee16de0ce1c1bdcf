package dev.rouse.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All futures of a list. Each poll polls those that have not ended, whoever woke the task. */
final class JoinAll<T extends @Nullable Object> implements Future<List<T>> {
    private final Combined all = new Combined();
    private final List<Child<T>> children = new ArrayList<>();
    private final List<@Nullable Poll<T>> answers = new ArrayList<>();
    private int left;

    JoinAll(List<? extends Future<T>> futures) {
        futures.forEach(future -> {
            children.add(all.add(future));
            answers.add(null);
        });
        left = children.size();
    }

    @Override
    public Poll<List<T>> poll(Context context) {
        for (int i = 0; i < children.size(); i++) {
            if (answers.get(i) == null) {
                Poll<T> answer = all.poll(children.get(i), context);
                if (answer.isReady()) {
                    answers.set(i, answer);
                    left--;
                }
            }
        }
        return left > 0 ? Poll.pending() : Poll.ready(values());
    }

    private List<T> values() {
        List<T> values = new ArrayList<>();
        for (Poll<T> answer : answers) {
            if (answer != null) {
                values.add(answer.get());
            }
        }
        return Collections.unmodifiableList(values);
    }

    @Override
    public void drop() {
        all.drop();
    }
}
