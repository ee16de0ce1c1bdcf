package dev.rouse.runtime;

/** A task has ended by an exception of its own, which is the cause. */
public final class TaskFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TaskFailedException(Throwable cause) {
        super("the task failed: " + cause, cause);
    }
}
