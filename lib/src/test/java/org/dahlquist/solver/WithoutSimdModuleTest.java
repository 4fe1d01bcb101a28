package org.dahlquist.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WithoutSimdModuleTest {
    @Test
    void aJavaWithoutTheModuleSolvesToTheSameBits() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(output).isZero();

        assertThat(output.lines().reduce((first, last) -> last)).contains("ScalarKernel " + solution());
        assertThat(TileKernel.fastest().getClass().getSimpleName()).isEqualTo("VectorKernel");
    }

    private static String solution() {
        TripletMatrix matrix = new TripletMatrix();
        for (int row = 0; row < 40; row++) {
            matrix.add(row, row, 3 + 0.1 * row);
            matrix.add(row, (row + 7) % 40, -0.7);
            matrix.add((row + 7) % 40, row, -0.7);
        }
        double[] rightHandSide = new double[80];
        Arrays.setAll(rightHandSide, Math::sin);
        Solution solution = new ConjugateGradient(1e-10, 100).solve(matrix.compress(40, 40), rightHandSide, 2, 0);
        return Arrays.toString(solution.values());
    }

    /** Prints the kernel and a solution. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            System.out.println(TileKernel.fastest().getClass().getSimpleName() + " " + solution());
        }
    }
}
