package dev.rouse.examples.hang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class NativeAuthTest {
    @Test
    void answersOnThreadsOfItsOwnAsTheStandInDoes() throws Exception {
        assumeTrue(canBeBuilt(), "there is no C compiler or no jni.h here");
        AuthLibrary library = NativeAuth.build();
        AuthLibrary standIn = new JavaAuth(null);
        for (String token :
                new String[] {"local/anna", "local/guest", "partner/anna", "local/", "anna", "", "local/Zoë"}) {
            assertThat(answer(library, token)).as(token).isEqualTo(answer(standIn, token));
        }
    }

    private static Answer answer(AuthLibrary library, String token) throws Exception {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        library.verify(token, 4711, (handle, accepted) -> {
            String thread = Thread.currentThread().getName();
            answer.complete(new Answer(handle, accepted, thread.replaceAll("\\d", "N")));
        });
        return answer.get(30, TimeUnit.SECONDS);
    }

    private static boolean canBeBuilt() {
        try {
            NativeBuild.find();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private record Answer(int handle, boolean accepted, String thread) {}
}
