package org.dahlquist.jobs.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The medians of all rounds, and their ratios to the better Pillow and to the bare decoder.
 *
 * @param qualities by label
 * @param rates images per second of each round
 */
record PrepareSummary(Map<String, PrepareQuality> qualities, Map<PrepareContestant, List<Double>> rates) {
    private static final String HEADER = "contestant,cores,images_per_second,min,max,against_pillow,against_one_task,"
            + "against_decoder,psnr_scaled_db,psnr_encoded_db";

    /** The rows of bench-prepare.csv with their header. */
    List<String> csv() {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        rates.forEach((contestant, all) -> lines.add(String.join(
                ",",
                contestant.label(),
                String.valueOf(contestant.cores()),
                cell(Median.of(all), 1),
                cell(Collections.min(all), 1),
                cell(Collections.max(all), 1),
                cell(againstPillow(contestant), 3),
                cell(against(contestant, PrepareContestant.OURS), 3),
                cell(against(contestant, PrepareContestant.DECODER), 3),
                cell(quality(contestant).scaled(), 2),
                cell(quality(contestant).encoded(), 2))));
        return lines;
    }

    /** A table for the terminal. */
    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-13s %5s %9s %17s %9s %7s %10s %10s %11s%n",
                "who",
                "cores",
                "images/s",
                "min - max",
                "x pillow",
                "x ours",
                "x decoder",
                "scaled dB",
                "encoded dB"));
        rates.forEach((contestant, all) -> text.append(String.format(
                Locale.ROOT,
                "%-13s %5d %9.1f %7.1f - %7.1f %9.2f %7.2f %10.2f %10.2f %11.2f%n",
                contestant.label(),
                contestant.cores(),
                Median.of(all),
                Collections.min(all),
                Collections.max(all),
                againstPillow(contestant),
                against(contestant, PrepareContestant.OURS),
                against(contestant, PrepareContestant.DECODER),
                quality(contestant).scaled(),
                quality(contestant).encoded())));
        return text.toString().replace("NaN", "  -");
    }

    private PrepareQuality quality(PrepareContestant contestant) {
        return qualities.getOrDefault(contestant.label(), new PrepareQuality(Double.NaN, Double.NaN));
    }

    /** Ratio to the better of Pillow's two medians. */
    private double againstPillow(PrepareContestant contestant) {
        double plain = median(PrepareContestant.PILLOW);
        double draft = median(PrepareContestant.PILLOW_DRAFT);
        double better = Double.isNaN(plain) || draft > plain ? draft : plain;
        return median(contestant) / better;
    }

    private double against(PrepareContestant contestant, PrepareContestant other) {
        return median(contestant) / median(other);
    }

    private double median(PrepareContestant contestant) {
        return Median.of(rates.getOrDefault(contestant, List.of()));
    }

    private static String cell(double value, int digits) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
