package eu.iot4emissions.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The benchmark runs, and measures the same work everywhere. It says nothing of time. */
class BenchTest {
    @Test
    void allGiveTheSameSums() {
        List<byte[]> payloads = Corpus.payloads(Reading.PAYLOADS);
        String sums = Sums.agreed(new Contestants(), payloads);
        assertTrue(sums.startsWith("28"), sums);
    }

    @Test
    void everyBenchmarkRuns() throws Exception {
        Collection<RunResult> results = Bench.measured(new OptionsBuilder().forks(0).warmupIterations(0)
                .measurementIterations(1).measurementTime(TimeValue.milliseconds(10)));
        assertEquals(5, results.size());
    }
}
