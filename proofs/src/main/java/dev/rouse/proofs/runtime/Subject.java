package dev.rouse.proofs.runtime;

/** A runtime that is measured. Each method runs so many operations and returns when the last one is done. */
public interface Subject extends AutoCloseable {
    /** One task gives up its turn and gets it again. */
    void yields(int n) throws Exception;

    /** As {@link #yields}, with some 100 ns of work in each turn: what diagnosis costs a poll that does something. */
    default void works(int n) throws Exception {
        throw new UnsupportedOperationException("measured on our runtime alone");
    }

    /** Two tasks of one core wake each other in turn; an operation is one hop. */
    void hops(int n) throws Exception;

    /** A task spawns another on its own core and waits for its end. */
    void spawns(int n) throws Exception;

    /** Two tasks of two cores wake each other in turn; an operation is one hop. */
    void crossings(int n) throws Exception;

    /** Spawns so many tasks that sleep for half an hour, and returns when all of them do. */
    void sleepers(int n) throws Exception;

    @Override
    default void close() throws Exception {}
}
