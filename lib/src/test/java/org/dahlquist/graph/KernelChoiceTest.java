package org.dahlquist.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {
    @Test
    void withoutTheSimdModuleOpenBlasIsUsed() throws IOException, InterruptedException {
        assertThat(neighboursOf()).isEqualTo("blas (OpenBLAS) [0, 1, 1, 0, 2, 1]");
    }

    @Test
    void thePropertyNamesTheKernel() throws IOException, InterruptedException {
        assertThat(neighboursOf("-Ddahlquist.knn.kernel=scalar")).isEqualTo("scalar [0, 1, 1, 0, 2, 1]");
    }

    /** What {@link Child} prints last in a Java without the module. */
    private static String neighboursOf(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        assertThat(child.waitFor()).as(output).isZero();
        return output.lines().reduce((first, last) -> last).orElse("");
    }

    /** Joins three points by the kernel chosen. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            Points points = new Points(new long[] {0, 1, 2}, new float[] {1, 2, 4}, 1);
            NearestNeighbours found = new ExactNeighbours(points).selfJoin(0, 3, 2);
            System.out.println(ProductKernel.fastest().name() + " " + Arrays.toString(found.ordinals()));
        }
    }
}
