package eu.iot4emissions.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The payloads that are read, the same for the same seed: as those of the Python package's benchmark,
 * with 1 to 4 monthly snapshots, all eight counters for one vehicle in five, else fuel and distance.
 */
final class Corpus {
    static final List<String> COUNTERS =
            List.of("tfc", "tdt", "tfccdo", "tfcdscio", "tdtcdoeo", "tdtcdoer", "tdtdscio", "tgeib");

    private static final long SEED = 15;
    private static final int[] MONTHS = {1, 2, 3, 3, 4, 4};
    private static final int MONTH = 2_629_746;

    private Corpus() {}

    static List<byte[]> payloads(int count) {
        Random draw = new Random(SEED);
        List<byte[]> payloads = new ArrayList<>();
        for (int message = 0; message < count; message++) {
            payloads.add(payload(draw));
        }
        return payloads;
    }

    private static byte[] payload(Random draw) {
        int counters = draw.nextInt(5) == 0 ? COUNTERS.size() : 2;
        long start = 1_609_459_200L + draw.nextInt(157_000_000);
        int[] totals = draw.ints(counters, 1_000, 2_000_000).toArray();
        StringBuilder text = new StringBuilder("{\"data\":[");
        int months = MONTHS[draw.nextInt(MONTHS.length)];
        for (int month = 0; month < months; month++) {
            text.append(month == 0 ? "{" : ",{").append("\"acquired\":").append(start + (long) month * MONTH);
            for (int place = 0; place < counters; place++) {
                totals[place] += draw.nextInt(20_000);
                text.append(",\"").append(COUNTERS.get(place)).append("\":");
                text.append(totals[place] / 10).append('.').append(totals[place] % 10);
            }
            text.append('}');
        }
        return text.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
