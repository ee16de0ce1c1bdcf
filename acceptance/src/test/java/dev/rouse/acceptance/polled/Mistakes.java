package dev.rouse.acceptance.polled;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Poll;

/** Leaves like {@link Reply}, each with one mistake. */
final class Mistakes {
    private Mistakes() {}

    /** Nobody keeps it: who asked for the answer has let go of it. */
    static final class Forgotten extends Reply {
        @Override
        public Poll<String> poll(Context context) {
            slot.arm(context); // the line of Forgotten
            return Poll.pending();
        }
    }

    /** Its event clears the slot instead of firing it. */
    static final class Cleared extends Reply {
        @Override
        public Poll<String> poll(Context context) {
            slot.arm(context); // the line of Cleared
            return answered ? Poll.ready("answer") : Poll.pending();
        }

        @Override
        void answer() {
            slot.clear();
        }
    }

    /** Pending, and its waker is with nobody. */
    static final class Unarmed extends Reply {
        @Override
        public Poll<String> poll(Context context) {
            return answered ? Poll.ready("answer") : Poll.pending();
        }
    }

    /** Its event does not fire the waker: it goes on when something else has the task polled. */
    static final class Silent extends Reply {
        @Override
        public Poll<String> poll(Context context) {
            slot.arm(context); // the line of Silent
            return answered ? Poll.ready("answer") : Poll.pending();
        }

        @Override
        void answer() {
            answered = true;
        }
    }

    /** Asks to be polled again at once, for as long as there is no answer. */
    static final class Restless extends Reply {
        @Override
        public Poll<String> poll(Context context) {
            if (answered) {
                return Poll.ready("answer");
            }
            context.waker().wake(); // the line of Restless
            return Poll.pending();
        }
    }
}
