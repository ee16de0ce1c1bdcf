package dev.rouse.examples.hang;

/**
 * An authentication library as C libraries look: a call goes in with a handle, and the answer comes back later with the
 * same handle, on one of the library's own threads.
 *
 * <p>A token is {@code issuer/user}. The library knows the keys of the issuer {@code local} and answers for them in 1-3
 * ms; for any other issuer it asks that issuer's directory, which takes 140-180 ms. The user {@code guest} is refused,
 * and so is a token without a user. It has eight threads and lives as long as the process.
 */
interface AuthLibrary {
    /** Checks {@code token} and calls {@code callback} exactly once with {@code handle} and the verdict. */
    void verify(String token, int handle, Callback callback);

    /** Says in a few words which library this is. */
    String description();

    /** The function that the library calls with an answer. */
    @FunctionalInterface
    interface Callback {
        void answered(int handle, boolean accepted);
    }
}
