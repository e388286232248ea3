package eu.iot4emissions.benchmarks;

import eu.iot4emissions.columns.TransferColumns;
import eu.iot4emissions.message.DataTransfer;
import eu.iot4emissions.obfcm.Parameter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/** What all contestants have to agree on: rows, times, and each counter's values and gaps. */
final class Sums {
    private long rows;
    private long acquired;
    private final long[] tenths = new long[Corpus.COUNTERS.size()];
    private final long[] absent = new long[Corpus.COUNTERS.size()];

    static Sums of(DataTransfer... transfers) {
        Sums sums = new Sums();
        for (DataTransfer transfer : transfers) {
            transfer.getSnapshots().forEach(snapshot -> {
                sums.row(snapshot.getAcquired().getEpochSecond());
                for (Parameter parameter : Parameter.values()) {
                    sums.value(parameter.ordinal(), snapshot.getValues().value(parameter));
                }
            });
        }
        return sums;
    }

    static Sums of(List<Contestants.Message> messages) {
        Sums sums = new Sums();
        for (Contestants.Message message : messages) {
            for (Contestants.Snapshot row : message.data()) {
                sums.row(row.acquired());
                List<BigDecimal> values = Arrays.asList(row.tfc(), row.tdt(), row.tfccdo(), row.tfcdscio(),
                        row.tdtcdoeo(), row.tdtcdoer(), row.tdtdscio(), row.tgeib());
                for (int place = 0; place < values.size(); place++) {
                    sums.value(place, values.get(place));
                }
            }
        }
        return sums;
    }

    static Sums of(TransferColumns columns) {
        Sums sums = new Sums();
        for (int row = 0; row < columns.getSize(); row++) {
            sums.row(columns.acquiredSeconds(row));
            for (Parameter parameter : Parameter.values()) {
                sums.value(parameter.ordinal(), columns.value(parameter, row));
            }
        }
        return sums;
    }

    /** Ends the program where they do not. */
    static String agreed(Contestants contestants, List<byte[]> payloads) {
        String expected = of(payloads.stream().map(contestants::decode).toArray(DataTransfer[]::new)).toString();
        List<String> found = List.of(
                of(contestants.columns(payloads)).toString(),
                of(payloads.stream().map(contestants::bind).toList()).toString(),
                of(payloads.stream().map(contestants::validateAndBind).toList()).toString());
        for (String sums : found) {
            if (!sums.equals(expected)) {
                throw new IllegalStateException("expected " + expected + ", found " + sums);
            }
        }
        return expected;
    }

    private void row(long time) {
        rows++;
        acquired += time;
    }

    private void value(int place, BigDecimal value) {
        if (value == null) {
            absent[place]++;
        } else {
            tenths[place] += value.movePointRight(1).longValueExact();
        }
    }

    @Override
    public String toString() {
        return rows + " rows, " + acquired + " s, " + Arrays.toString(tenths) + " tenths, "
                + Arrays.toString(absent) + " absent";
    }
}
