package dev.rouse.engine.record;

import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.WakeHistogram;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was seen at sites, as bytes: alone, as a source sends it, or in a recording, whose names stand elsewhere. */
public final class SitesCodec {
    private SitesCodec() {}

    /** With the names that it needs. */
    public static byte[] alone(Entry.Sites sites) {
        Names names = new Names();
        sites.states().forEach(state -> {
            names.number(state.site());
            state.wakers().keySet().forEach(names::number);
        });
        Bytes out = new Bytes();
        names.tell(out);
        write(out, sites, names);
        return out.toArray();
    }

    /** @throws IllegalArgumentException when it is none */
    public static Entry.Sites read(byte[] alone) {
        Names names = new Names();
        Fields in = new Fields(alone);
        names.hear(in);
        return read(in, names);
    }

    static void write(Bytes out, Entry.Sites sites, Names names) {
        out.number(sites.pid())
                .number(sites.at().toEpochMilli())
                .number(sites.elapsedNs())
                .number(sites.lost());
        out.list(sites.states(), state -> {
            out.number(names.number(state.site())).number(state.wakes()).number(state.runs());
            histogram(out, state.durations());
            histogram(out, state.lateness());
            out.number(state.wakersSeen());
            out.list(
                    state.wakers().entrySet(),
                    waker -> out.number(names.number(waker.getKey())).number(waker.getValue()));
        });
    }

    /** For each bucket that is not empty how far it is from the one before, its samples and their weight. */
    private static void histogram(Bytes out, WakeHistogram histogram) {
        List<long[]> buckets = new ArrayList<>();
        histogram.visit((index, count, weight) -> buckets.add(new long[] {index, count, weight}));
        long[] before = {0};
        out.list(buckets, bucket -> {
            out.number(bucket[0] - before[0]).number(bucket[1]).number(bucket[2]);
            before[0] = bucket[0];
        });
        out.number(histogram.max());
    }

    static Entry.Sites read(Fields in, Names names) {
        long pid = in.number();
        Instant at = Instant.ofEpochMilli(in.number());
        long elapsed = in.number();
        long lost = in.number();
        List<SiteState> states = new ArrayList<>();
        for (int left = in.size(); left > 0; left--) {
            SiteState state = state(in, names);
            if (state != null) {
                states.add(state);
            }
        }
        return new Entry.Sites(pid, at, elapsed, lost, states);
    }

    private static @Nullable SiteState state(Fields in, Names names) {
        Site site = names.site(in.index());
        long wakes = in.number();
        long runs = in.number();
        WakeHistogram durations = histogram(in);
        WakeHistogram lateness = histogram(in);
        long wakersSeen = in.number();
        Map<Site, Long> wakers = new HashMap<>();
        for (int left = in.size(); left > 0; left--) {
            Site waker = names.site(in.index());
            long count = in.number();
            if (waker != null) {
                wakers.merge(waker, count, Long::sum);
            }
        }
        return site == null ? null : new SiteState(site, durations, wakes, lateness, runs, wakers, wakersSeen);
    }

    private static WakeHistogram histogram(Fields in) {
        WakeHistogram histogram = new WakeHistogram();
        int index = 0;
        for (int left = in.size(); left > 0; left--) {
            index += in.index();
            int count = in.index();
            long weight = in.number();
            if (index < 0 || index >= WakeHistogram.BUCKETS) {
                throw new IllegalArgumentException("a histogram in it has no bucket " + index);
            }
            histogram.add(index, count, weight);
        }
        histogram.longest(in.number());
        return histogram;
    }
}
