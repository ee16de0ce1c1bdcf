package dev.rouse.engine.record;

import dev.rouse.engine.model.Site;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a recording, entry by entry, each flushed at once. Sources send all that they have seen since they began; what
 * is written is what has come since they last did, so a site that rests costs nothing. Used by one thread at a time.
 */
public final class RecordingWriter implements Closeable {
    private final OutputStream out;
    private final Names names = new Names();
    private final Map<Long, Map<Site, SiteState>> before = new HashMap<>();

    /** @param out not buffered: each entry is one write */
    public RecordingWriter(OutputStream out, Entry.Began began) throws IOException {
        this.out = out;
        Frames.writeHeader(out);
        write(began);
    }

    public void write(Entry entry) throws IOException {
        Entry written = entry instanceof Entry.Sites sites ? since(sites) : entry;
        byte[] payload = EntryCodec.payload(written, names);
        if (names.hasUntold()) {
            Bytes table = new Bytes();
            names.tell(table);
            Frames.write(out, EntryCodec.NAMES, table.toArray());
        }
        Frames.write(out, EntryCodec.type(written), payload);
    }

    private Entry.Sites since(Entry.Sites now) {
        Map<Site, SiteState> earlier = before.computeIfAbsent(now.pid(), pid -> new HashMap<>());
        List<SiteState> news = new ArrayList<>();
        for (SiteState state : now.states()) {
            SiteState old = earlier.put(state.site(), state);
            news.add(old == null ? state : state.since(old));
        }
        return new Entry.Sites(now.pid(), now.at(), now.elapsedNs(), now.lost(), news);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
