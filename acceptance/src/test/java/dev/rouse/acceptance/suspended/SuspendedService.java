package dev.rouse.acceptance.suspended;

import java.util.concurrent.TimeUnit;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineScope;
import kotlinx.coroutines.CoroutineScopeKt;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.SupervisorKt;

/**
 * Answers requests by coroutines and Monos until its input ends. As "lost", its backend forgets some callbacks; what
 * waits for ever on purpose is there in any case.
 */
public final class SuspendedService {
    public static final String DONE = "done";

    private SuspendedService() {}

    public static void main(String[] version) throws InterruptedException {
        Backend backend = new Backend(version[0].equals("lost"));
        CoroutineScope scope =
                CoroutineScopeKt.CoroutineScope(SupervisorKt.SupervisorJob(null).plus(Dispatchers.getDefault()));
        Idlers.start(scope, backend);
        TimedMonos monos = new TimedMonos();
        for (int id = 0; !Input.hasEnded(); id++) {
            start(scope, new CancellableRequest(backend, id, null));
            start(scope, new SafeRequest(backend, id, null));
            monos.ask(id);
            if (id % 400 == 399) {
                System.gc(); // so that it does not take long
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        System.out.println(DONE);
    }

    static void start(CoroutineScope scope, Routine routine) {
        BuildersKt.launch(scope, scope.getCoroutineContext(), CoroutineStart.DEFAULT, routine);
    }
}
