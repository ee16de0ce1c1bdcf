package dev.rouse.engine.record;

/** Who is recorded, as bytes: as a source sends it. */
public final class SourceCodec {
    private SourceCodec() {}

    public static byte[] alone(Entry.Source source) {
        return EntryCodec.payload(source, new Names());
    }

    /** @throws IllegalArgumentException when it is none */
    public static Entry.Source read(byte[] alone) {
        Fields in = new Fields(alone);
        return new Entry.Source(in.number(), in.map());
    }
}
