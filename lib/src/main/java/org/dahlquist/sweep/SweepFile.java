package org.dahlquist.sweep;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dahlquist.robustness.InputNoise;

/**
 * A sweep file (HOCON): the cells of a study, every one with all its settings, checked as a whole.
 *
 * <p>Keys: {@code base}, a run file, relative to this one; {@code settings}, like a run file, over it; {@code cells}, a
 * list of named variants with their settings; {@code grid}, lists of values by setting, of which every combination is
 * taken with every variant; {@code seeds}; {@code noise}, lists of levels by kind; {@code evaluate-train}, whether the
 * training part is evaluated too. A cell
 * trains alone: {@code train.averaging} counts only for {@code batch-size-per-worker}, the images of a step.
 *
 * @param name the file's name without folder and extension: the default sweep id
 * @param file where it is
 * @param cells setting by setting, seed by seed
 * @param varying keys of the settings that differ between cells, without the seed
 * @param noise input noise to evaluate under
 * @param evaluateTrain whether the training part is evaluated too, without augmentation
 */
public record SweepFile(
        String name, File file, List<Cell> cells, List<String> varying, List<InputNoise> noise, boolean evaluateTrain) {
    /** Copies the lists. */
    public SweepFile {
        cells = List.copyOf(cells);
        varying = List.copyOf(varying);
        noise = List.copyOf(noise);
    }

    /**
     * Reads a sweep file.
     *
     * @param file the file
     * @param overrides settings of the command line for all cells, each {@code key=value}
     * @throws org.dahlquist.DahlquistException (CONFIG) listing every problem of the file and of every cell
     */
    public static SweepFile read(File file, List<String> overrides) {
        return new SweepReader(file, overrides).read();
    }

    /** A noise as tables name it, as in "randn 0.04". */
    public static String label(InputNoise noise) {
        return noise.kind().key() + " " + Texts.of(noise.level());
    }

    /** The cells of each setting, in the order of the file. */
    public Map<String, List<Cell>> settings() {
        return cells.stream().collect(Collectors.groupingBy(Cell::setting, LinkedHashMap::new, Collectors.toList()));
    }

    /** The data that the cells need, each once. */
    public List<SweepData> data() {
        return cells.stream().map(Cell::data).distinct().toList();
    }
}
