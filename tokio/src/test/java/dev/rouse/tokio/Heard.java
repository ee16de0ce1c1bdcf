package dev.rouse.tokio;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rouse.engine.Analysis;
import dev.rouse.engine.detect.Thresholds;
import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Ledger;
import dev.rouse.tokio.wire.Instruments.Update;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is found in updates, without a connection: the latest word on each finding. */
final class Heard {
    private final Mirror mirror = new Mirror();
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private final Analysis analysis = new Analysis(
            new Ledger(Ledger.Limits.DEFAULT, 0, Instant.EPOCH),
            Thresholds.DEFAULT,
            finding -> findings.put(finding.fingerprint(), finding));

    Heard take(Update update) {
        try {
            byte[] bytes = update.toByteArray();
            mirror.take(RawUpdate.of(bytes, bytes.length), analysis).forEach(analysis);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("what was written as an update is one", e);
        }
        analysis.look(mirror.now());
        return this;
    }

    List<Finding> findings() {
        analysis.finish(mirror.now());
        return List.copyOf(findings.values());
    }

    /** Each as {@code grade kind site count}. */
    String inShort() {
        return findings().stream().map(Heard::line).collect(Collectors.joining("\n"));
    }

    static String line(Finding finding) {
        return finding.grade().id() + ' ' + finding.kind().id() + ' '
                + finding.waiting().site() + " x" + finding.count();
    }

    Mirror mirror() {
        return mirror;
    }
}
