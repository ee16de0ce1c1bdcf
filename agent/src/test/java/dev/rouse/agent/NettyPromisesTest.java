package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.probe.Cell;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the released Netty of the build. */
class NettyPromisesTest {
    private final NettyPromises promises = new NettyPromises();
    private final Promise<String> promise = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);

    @BeforeEach
    void opens() {
        dev.rouse.probe.Nursery.open(true);
    }

    @AfterEach
    void closes() {
        dev.rouse.probe.Nursery.open(false);
    }

    @Test
    void ownsPromisesOfNettyAndTheirSubclassesOnly() {
        class Special extends DefaultPromise<String> {}

        assertThat(promises.owns(promise)).isTrue();
        assertThat(promises.owns(new Special())).isTrue();
        assertThat(promises.owns("text")).isFalse();
    }

    @Test
    void isPendingUntilItIsCompleteButNotOnlyUncancellable() {
        assertThat(promises.isPending(promise)).isTrue();
        assertThat(promises.sources(promise)).containsExactly(promise);
        assertThat(promise.setUncancellable()).isTrue();
        assertThat(promises.isPending(promise)).isTrue();

        promise.setSuccess("done");

        assertThat(promises.isPending(promise)).isFalse();
        assertThat(promises.sources(promise)).isEmpty();
    }

    @Test
    void firesTheCellThatRidesInAPromise() {
        Cell cell = promises.watch(promise);
        assertThat(cell).isNotNull();
        assertThat(promises.watch(promise)).isSameAs(cell);

        promise.setFailure(new IllegalStateException("refused"));

        assertThat(cell).satisfies(fired -> assertThat(fired.fired()).isTrue());
        assertThat(promises.watch(promise)).isNull();
    }

    @Test
    void settlesACellWhosePromiseIsCompleteAlready() {
        promise.setSuccess("done");
        Cell cell = Cell.sampling(null, 1);

        promises.ride(promise, cell);

        assertThat(cell.fired()).isTrue();
    }

    @Test
    void findsTheHostsListenerBesideItsOwnRider() {
        FutureListener<String> listener = future -> {};
        promises.ride(promise, Cell.watching());
        promise.addListener(listener);
        promises.ride(promise, Cell.watching());

        assertThat(promises.callback(promise)).isSameAs(listener);
    }

    @Test
    void disturbsNoListenerOfTheHosts() {
        List<String> order = new ArrayList<>();
        promise.addListener((FutureListener<String>) future -> order.add("one " + future.getNow()));
        promises.ride(promise, Cell.watching());
        promise.addListener((FutureListener<String>) future -> order.add("two " + future.getNow()));

        promise.setSuccess("done");

        assertThat(order).containsExactly("one done", "two done");
    }

    @Test
    void knowsNettysMachineryRelocatedToo() {
        assertThat(promises.isMachinery("io.netty.util.concurrent.DefaultPromise"))
                .isTrue();
        assertThat(promises.isMachinery("com.vendor.shaded.io.netty.util.concurrent.DefaultPromise"))
                .isTrue();
        assertThat(promises.isMachinery("com.acme.DefaultPromise")).isFalse();
        assertThat(promises.isMachinery("io.netty.channel.nio.NioEventLoop")).isFalse();
    }
}
