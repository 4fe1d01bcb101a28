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
            + "against_decoder,psnr_scaled_db,psnr_scaled_luma_db,psnr_encoded_db,psnr_encoded_luma_db";

    /** The rows of bench-prepare.csv with their header. */
    List<String> csv() {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        rates.forEach((contestant, all) -> lines.add(String.join(
                ",",
                contestant.label(),
                String.valueOf(contestant.cores()),
                Cell.of(Median.of(all), 1),
                Cell.of(Collections.min(all), 1),
                Cell.of(Collections.max(all), 1),
                Cell.of(againstPillow(contestant), 3),
                Cell.of(against(contestant, PrepareContestant.OURS), 3),
                Cell.of(against(contestant, PrepareContestant.DECODER), 3),
                Cell.of(quality(contestant).scaled().rgb(), 2),
                Cell.of(quality(contestant).scaled().luma(), 2),
                Cell.of(quality(contestant).encoded().rgb(), 2),
                Cell.of(quality(contestant).encoded().luma(), 2))));
        return lines;
    }

    /** A table for the terminal. */
    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-13s %5s %9s %17s %9s %7s %10s %9s %6s %10s %6s%n",
                "who",
                "cores",
                "images/s",
                "min - max",
                "x pillow",
                "x ours",
                "x decoder",
                "scaled dB",
                "luma",
                "encoded dB",
                "luma"));
        rates.forEach((contestant, all) -> text.append(String.format(
                Locale.ROOT,
                "%-13s %5d %9.1f %7.1f - %7.1f %9.2f %7.2f %10.2f %9.2f %6.2f %10.2f %6.2f%n",
                contestant.label(),
                contestant.cores(),
                Median.of(all),
                Collections.min(all),
                Collections.max(all),
                againstPillow(contestant),
                against(contestant, PrepareContestant.OURS),
                against(contestant, PrepareContestant.DECODER),
                quality(contestant).scaled().rgb(),
                quality(contestant).scaled().luma(),
                quality(contestant).encoded().rgb(),
                quality(contestant).encoded().luma())));
        return text.toString().replace("NaN", "  -");
    }

    private PrepareQuality quality(PrepareContestant contestant) {
        return qualities.getOrDefault(
                contestant.label(),
                new PrepareQuality(PrepareQuality.Decibels.UNKNOWN, PrepareQuality.Decibels.UNKNOWN));
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
}
