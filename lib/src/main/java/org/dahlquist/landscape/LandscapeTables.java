package org.dahlquist.landscape;

import java.util.ArrayList;
import java.util.List;

/** What was found as CSV, one observation a row; accuracies are fractions. */
public final class LandscapeTables {
    private LandscapeTables() {}

    /**
     * Columns run, t, loss, top1.
     *
     * @param landscapes of all runs
     */
    public static String slices(List<Landscape> landscapes) {
        List<String> rows = new ArrayList<>(List.of("run,t,loss,top1"));
        for (Landscape landscape : landscapes) {
            for (int i = 0; i < landscape.sliceAxis().length; i++) {
                rows.add(landscape.run() + "," + landscape.sliceAxis()[i] + ","
                        + cells(landscape.slice().get(i)));
            }
        }
        return text(rows);
    }

    /**
     * Columns run, a, b, loss, top1.
     *
     * @param landscapes of all runs
     */
    public static String surfaces(List<Landscape> landscapes) {
        List<String> rows = new ArrayList<>(List.of("run,a,b,loss,top1"));
        for (Landscape landscape : landscapes) {
            double[] axis = landscape.surfaceAxis();
            for (int i = 0; i < axis.length * axis.length; i++) {
                rows.add(landscape.run() + "," + axis[i / axis.length] + "," + axis[i % axis.length] + ","
                        + cells(landscape.surface().get(i)));
            }
        }
        return text(rows);
    }

    /**
     * Columns from, to, t, loss, top1.
     *
     * @param passages between the runs
     */
    public static String passages(List<Passage> passages) {
        List<String> rows = new ArrayList<>(List.of("from,to,t,loss,top1"));
        for (Passage passage : passages) {
            for (int i = 0; i < passage.axis().length; i++) {
                rows.add(passage.from() + "," + passage.to() + "," + passage.axis()[i] + ","
                        + cells(passage.losses().get(i)));
            }
        }
        return text(rows);
    }

    /**
     * Columns run, samples, loss, top1, epsilon, sharpness (the largest rise over the directions), mean_rise, and for
     * each of the largest eigenvalues lambda_i with its residual_i; then hessian_products and hessian_converged.
     *
     * @param landscapes of all runs
     * @param samples on which losses were taken
     * @param eigenvalues columns of eigenvalues; a run that has fewer leaves cells empty
     */
    public static String flatness(List<Landscape> landscapes, int samples, int eigenvalues) {
        StringBuilder header = new StringBuilder("run,samples,loss,top1,epsilon,sharpness,mean_rise");
        for (int i = 1; i <= eigenvalues; i++) {
            header.append(",lambda_").append(i).append(",residual_").append(i);
        }
        List<String> rows = new ArrayList<>(List.of(header + ",hessian_products,hessian_converged"));
        for (Landscape landscape : landscapes) {
            Flatness flatness = landscape.flatness();
            List<String> cells = new ArrayList<>(List.of(
                    landscape.run(),
                    "" + samples,
                    cells(flatness.centre()),
                    "" + flatness.sharpness().epsilon(),
                    "" + flatness.sharpness().max(),
                    "" + flatness.sharpness().mean()));
            List<Spectrum.Eigenvalue> largest =
                    flatness.spectrum().map(Spectrum::largest).orElse(List.of());
            for (int i = 0; i < eigenvalues; i++) {
                boolean found = i < largest.size();
                cells.add(found ? "" + largest.get(i).value() : "");
                cells.add(found ? "" + largest.get(i).residual() : "");
            }
            cells.add(flatness.spectrum()
                    .map(spectrum -> "" + spectrum.products())
                    .orElse(""));
            cells.add(flatness.spectrum()
                    .map(spectrum -> "" + spectrum.converged())
                    .orElse(""));
            rows.add(String.join(",", cells));
        }
        return text(rows);
    }

    private static String cells(PointLoss point) {
        return point.loss() + "," + point.top1();
    }

    private static String text(List<String> rows) {
        return String.join("\n", rows) + "\n";
    }
}
