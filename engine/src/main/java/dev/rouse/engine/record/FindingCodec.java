package dev.rouse.engine.record;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Site;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A finding as bytes, whole: what is replayed is what was told. */
final class FindingCodec {
    private FindingCodec() {}

    static void write(Bytes out, Finding f) {
        out.text(f.kind().id()).text(f.grade().id()).number(f.count());
        time(out, f.firstSeen());
        time(out, f.lastSeen());
        out.text(f.fingerprint());
        Finding.Waiting w = f.waiting();
        out.text(w.site().name())
                .maybe(w.task())
                .text(w.source())
                .number(w.ageMs())
                .texts(w.stack());
        usualWaker(out, f.usualWaker());
        Finding.Culprit culprit = f.culprit();
        out.flag(culprit != null);
        if (culprit != null) {
            out.text(culprit.site().name()).text(culprit.why());
        }
        out.texts(f.sockets()).texts(f.evidence()).text(f.fix()).flag(f.partial());
    }

    private static void time(Bytes out, Instant time) {
        out.number(time.getEpochSecond()).number(time.getNano());
    }

    private static void usualWaker(Bytes out, Finding.@Nullable UsualWaker waker) {
        out.flag(waker != null);
        if (waker != null) {
            out.text(waker.site().name())
                    .real(waker.share())
                    .real(waker.medianMs())
                    .number(waker.samples());
        }
    }

    static Finding read(Fields in) {
        return new Finding(
                Kind.of(in.text()),
                Grade.of(in.text()),
                in.number(),
                time(in),
                time(in),
                in.text(),
                new Finding.Waiting(new Site(in.text()), in.maybe(), in.text(), in.number(), in.texts()),
                in.flag() ? new Finding.UsualWaker(new Site(in.text()), in.real(), in.real(), in.number()) : null,
                in.flag() ? new Finding.Culprit(new Site(in.text()), in.text()) : null,
                in.texts(),
                in.texts(),
                in.text(),
                in.flag());
    }

    private static Instant time(Fields in) {
        long seconds = in.number();
        return Instant.ofEpochSecond(seconds, in.number());
    }
}
