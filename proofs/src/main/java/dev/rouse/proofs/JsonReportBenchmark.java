package dev.rouse.proofs;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.report.JsonReport;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The time to write one finding as a line of JSON. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JsonReportBenchmark {
    private final Finding finding = new Finding(
            Kind.LOST_WAKE,
            Grade.PROVEN,
            50,
            Instant.EPOCH,
            Instant.EPOCH,
            "9f3c000000000000",
            new Finding.Waiting(
                    new Site("com.acme.Gateway.respond(Gateway.java:61)"),
                    null,
                    "CompletableFuture",
                    12_034,
                    List.of()),
            null,
            null,
            List.of("127.0.0.1:51234"),
            List.of("its promise was collected unfinished"),
            "complete the promise on every path",
            false);

    @Benchmark
    public String line() {
        return JsonReport.line(finding);
    }
}
