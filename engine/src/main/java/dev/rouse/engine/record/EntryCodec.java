package dev.rouse.engine.record;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Entries as the payload of a frame, and the byte that says what it is. */
final class EntryCodec {
    static final byte BEGAN = 1;
    static final byte SOURCE = 2;
    static final byte SAID = 3;
    static final byte FOUND = 4;
    static final byte NAMES = 5;
    static final byte SITES = 6;
    static final byte ENDED = 7;

    private EntryCodec() {}

    static byte type(Entry entry) {
        if (entry instanceof Entry.Began) {
            return BEGAN;
        } else if (entry instanceof Entry.Source) {
            return SOURCE;
        } else if (entry instanceof Entry.Said) {
            return SAID;
        } else if (entry instanceof Entry.Found) {
            return FOUND;
        }
        return entry instanceof Entry.Sites ? SITES : ENDED;
    }

    static byte[] payload(Entry entry, Names names) {
        Bytes out = new Bytes();
        if (entry instanceof Entry.Began began) {
            out.number(began.at().toEpochMilli()).texts(began.facts());
        } else if (entry instanceof Entry.Source source) {
            out.number(source.pid()).texts(source.facts());
        } else if (entry instanceof Entry.Said said) {
            out.number(said.pid()).text(said.word().name()).text(said.text());
        } else if (entry instanceof Entry.Found found) {
            FindingCodec.write(out.number(found.pid()), found.finding());
        } else if (entry instanceof Entry.Sites sites) {
            SitesCodec.write(out, sites, names);
        } else if (entry instanceof Entry.Ended ended) {
            out.number(ended.watched().toNanos());
        }
        return out.toArray();
    }

    /**
     * @return null for names, which are only taken in, and for what a newer version writes
     * @throws RuntimeException when the payload is not what its type says
     */
    static @Nullable Entry read(byte type, byte[] payload, Names names) {
        Fields in = new Fields(payload);
        if (type == NAMES) {
            names.hear(in);
            return null;
        }
        return switch (type) {
            case BEGAN -> new Entry.Began(Instant.ofEpochMilli(in.number()), in.map());
            case SOURCE -> new Entry.Source(in.number(), in.map());
            case SAID -> new Entry.Said(in.number(), Entry.Word.valueOf(in.text()), in.text());
            case FOUND -> new Entry.Found(in.number(), FindingCodec.read(in));
            case SITES -> SitesCodec.read(in, names);
            case ENDED -> new Entry.Ended(Duration.ofNanos(in.number()));
            default -> null;
        };
    }
}
