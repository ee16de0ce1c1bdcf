package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Role;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.source.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PassersTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long INTERVAL = SECOND / 4;
    private static final List<StackTraceElement> REQUEST =
            Stacks.of(Stacks.PARK, "java.util.concurrent.FutureTask.get", "shop.Desk.ask", "shop.Client.run");
    private static final List<StackTraceElement> SHUTDOWN =
            Stacks.of(Stacks.PARK, "java.util.concurrent.FutureTask.get", "shop.Desk.ask", "shop.Main.main");
    private static final Passers.Stay STAYS = new Passers.Stay(1, shape(Role.RESULT));

    private final Street street = new Street();
    private final List<Event> events = new ArrayList<>();
    private final Passers<String> passers = new Passers<>(street, events::add);

    private static WaitShape shape(Role role) {
        return new WaitShape(role, false, new Site("shop.Desk.ask"), "FutureTask", REQUEST);
    }

    /** Those who are there, and for how many glances still. */
    private static final class Street implements Passers.Crowd<String> {
        private final Map<String, List<StackTraceElement>> here = new HashMap<>();
        private final Map<String, Integer> stays = new HashMap<>();
        private int glances;

        void comes(String name, List<StackTraceElement> stack, int howLong) {
            here.put(name, stack);
            stays.put(name, howLong);
        }

        @Override
        public Collection<String> others() {
            return Set.copyOf(here.keySet());
        }

        @Override
        public Map<String, Passers.Glance> glance(Collection<String> some) {
            glances++;
            Map<String, Passers.Glance> all = new HashMap<>();
            for (String name : new HashSet<>(some)) {
                if (stays.merge(name, -1, Integer::sum) < 0) {
                    here.remove(name);
                } else {
                    all.put(name, new Passers.Glance(List.of(name), here.getOrDefault(name, List.of())));
                }
            }
            return all;
        }
    }

    private List<Event.WakeSampled> look(long now, Passers.Stay... stays) {
        events.clear();
        passers.look(List.of(stays), now, INTERVAL);
        return events.stream().map(Event.WakeSampled.class::cast).toList();
    }

    @Test
    void letsOneWhoIsGoneAfterAMomentStandForManyMore() {
        street.comes("quick", REQUEST, 1);

        List<Event.WakeSampled> seen = look(SECOND, STAYS);

        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).waitSite()).isEqualTo(STAYS.shape().site());
        assertThat(seen.get(0).stands()).isEqualTo(4);
        assertThat(seen.get(0).tookNs()).isEqualTo(40_000_000);
    }

    @Test
    void tellsAtTheNextLookOfOneWhoTakesLonger() {
        street.comes("slow", REQUEST, 2);
        assertThat(look(SECOND, STAYS)).isEmpty();

        List<Event.WakeSampled> seen = look(SECOND + INTERVAL, STAYS);

        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).stands()).isEqualTo(1);
        assertThat(seen.get(0).tookNs()).isEqualTo(INTERVAL);
    }

    @Test
    void leavesToOthersWhoStaysHimself() {
        street.comes("stays too", REQUEST, 100);
        for (int i = 0; i < 8; i++) {
            assertThat(look(SECOND + i * INTERVAL, STAYS)).isEmpty();
        }
    }

    @Test
    void doesNotTakeOneOnAnotherWayForOneWhoPasses() {
        street.comes("elsewhere", SHUTDOWN, 1);

        assertThat(look(SECOND, STAYS)).isEmpty();
    }

    @Test
    void looksAtNobodyWhereNobodyStays() {
        street.comes("quick", REQUEST, 1);

        assertThat(look(SECOND)).isEmpty();
        assertThat(street.glances).isZero();
    }

    @Test
    void looksNoMoreWhereNobodyHasPassedForLong() {
        for (int i = 0; i < 240; i++) {
            look(SECOND + i * INTERVAL, STAYS);
        }
        street.comes("quick", REQUEST, 1);
        street.glances = 0;

        assertThat(look(100 * SECOND, STAYS)).isEmpty();
        assertThat(street.glances).isZero();
    }

    @Test
    void comparesOnlyWaitsForOneResultThatDoNotGiveUp() {
        assertThat(Passers.Stay.mayBe(shape(Role.RESULT), false)).isTrue();
        assertThat(Passers.Stay.mayBe(shape(Role.LATCH), false)).isTrue();
        assertThat(Passers.Stay.mayBe(shape(Role.RESULT), true)).isFalse();
        assertThat(Passers.Stay.mayBe(shape(Role.SIGNAL), false)).isFalse();
        assertThat(Passers.Stay.mayBe(shape(Role.IDLE), false)).isFalse();
    }
}
