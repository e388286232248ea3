package eu.iot4emissions.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Time a payload. Every one reads the same payloads, one after the other. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Reading {
    static final int PAYLOADS = 1_000;

    private final List<byte[]> payloads = Corpus.payloads(PAYLOADS);
    private final Contestants contestants = new Contestants();

    @Benchmark
    @OperationsPerInvocation(PAYLOADS)
    public void decode(Blackhole hole) {
        for (byte[] payload : payloads) {
            hole.consume(contestants.decode(payload));
        }
    }

    @Benchmark
    @OperationsPerInvocation(PAYLOADS)
    public Object columns() {
        return contestants.columns(payloads);
    }

    @Benchmark
    @OperationsPerInvocation(PAYLOADS)
    public void jackson(Blackhole hole) {
        for (byte[] payload : payloads) {
            hole.consume(contestants.bind(payload));
        }
    }

    @Benchmark
    @OperationsPerInvocation(PAYLOADS)
    public void networknt(Blackhole hole) {
        for (byte[] payload : payloads) {
            hole.consume(contestants.validate(payload));
        }
    }

    @Benchmark
    @OperationsPerInvocation(PAYLOADS)
    public void networkntRecords(Blackhole hole) {
        for (byte[] payload : payloads) {
            hole.consume(contestants.validateAndBind(payload));
        }
    }
}
