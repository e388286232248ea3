package eu.iot4emissions.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * {@code make bench-kotlin}: reading Data Transfers beside Jackson 3's binding to records, which checks
 * nothing, and beside Jackson 3 with networknt's validator on the schema of the same messages.
 *
 * <p>The contestants take turns, each turn in a process of its own, so that what slows the machine down
 * slows all of them; the median of all iterations counts. Before that, all must give the same sums.
 * {@code --write FILE} writes the table.
 */
public final class Bench {
    private static final int TURNS = 3;
    private static final int ITERATIONS = 8;

    private final List<String> lines = new ArrayList<>();
    private final TreeMap<String, List<Double>> nanoseconds = new TreeMap<>();

    private Bench() {}

    public static void main(String[] arguments) throws RunnerException, IOException {
        Bench bench = new Bench();
        bench.say("iot4emissions 0.1.0, Jackson 3.3.0, networknt json-schema-validator 3.0.9, JMH 1.37");
        bench.say("Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.version"));
        bench.say(String.format(Locale.ROOT, "%s, %d cores; load before %.1f", processor(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        Sums.agreed(new Contestants(), Corpus.payloads(Reading.PAYLOADS));
        for (int turn = 0; turn < TURNS; turn++) {
            bench.run(new OptionsBuilder().forks(1).warmupIterations(4).measurementIterations(ITERATIONS)
                    .warmupTime(TimeValue.milliseconds(700)).measurementTime(TimeValue.milliseconds(500)));
        }
        bench.table();
        if (arguments.length == 2 && arguments[0].equals("--write")) {
            Files.writeString(Path.of(arguments[1]), String.join("\n", bench.lines) + "\n");
        }
    }

    /** Runs everything with these options, and adds what each iteration took. */
    private void run(ChainedOptionsBuilder options) throws RunnerException {
        Collection<RunResult> results = measured(options);
        for (RunResult result : results) {
            String label = result.getPrimaryResult().getLabel();
            List<Double> found = nanoseconds.computeIfAbsent(label, name -> new ArrayList<>());
            result.getBenchmarkResults().forEach(fork -> {
                for (IterationResult iteration : fork.getIterationResults()) {
                    found.add(iteration.getPrimaryResult().getScore());
                }
            });
        }
    }

    static Collection<RunResult> measured(ChainedOptionsBuilder options) throws RunnerException {
        return new Runner(options.include(Reading.class.getName() + "\\.").verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true).build()).run();
    }

    private void table() {
        long bytes = Corpus.payloads(Reading.PAYLOADS).stream().mapToLong(payload -> payload.length).sum();
        say("");
        say(String.format(Locale.ROOT, "%d payloads of %d bytes on average, in turns: the median of %d iterations",
                Reading.PAYLOADS, bytes / Reading.PAYLOADS, TURNS * ITERATIONS));
        say(String.format(Locale.ROOT, "%-44s %12s %19s", "", "ns a payload", "least to most"));
        row("decode, checked, to a typed message", "decode");
        row("batch, checked, to columns", "columns");
        row("Jackson, not checked, to records", "jackson");
        row("Jackson and networknt, to a tree", "networknt");
        row("Jackson and networknt, to records", "networkntRecords");
        say("");
        double decode = median("decode");
        double jackson = median("jackson");
        double networknt = median("networknt");
        target("decode / Jackson, not checked", decode / jackson, "<= 1.2", decode <= 1.2 * jackson);
        target("Jackson and networknt, to a tree / decode", networknt / decode, ">= 3", networknt >= 3 * decode);
        double columns = median("columns");
        target("Jackson and networknt, to a tree / batch", networknt / columns, ">= 30", networknt >= 30 * columns);
    }

    private void row(String name, String label) {
        List<Double> found = nanoseconds.get(label);
        String span = String.format(Locale.ROOT, "%.0f to %.0f",
                found.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                found.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
        say(String.format(Locale.ROOT, "%-44s %12.0f %19s", name, median(label), span));
    }

    private void target(String name, double ratio, String wanted, boolean met) {
        say(String.format(Locale.ROOT, "%-44s %12.2f %19s  %s", name, ratio, wanted, met ? "met" : "MISSED"));
    }

    private double median(String label) {
        double[] sorted = nanoseconds.get(label).stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst().orElse(System.getProperty("os.arch"));
        } catch (IOException error) {
            return System.getProperty("os.arch");
        }
    }

    private void say(String line) {
        System.out.println(line);
        lines.add(line);
    }
}
