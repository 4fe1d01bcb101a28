package org.dahlquist.run.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dahlquist.dataset.ImageShape;

/**
 * A finished run as the stages write it, with made-up but plausible numbers: 10,000 training and 10,000 test images,
 * a softmax accuracy of 0.8 by construction of the confusion matrix.
 */
public final class FakeRun {
    /** Shape of the images of {@link #misclassified}. */
    public static final ImageShape SHAPE = new ImageShape(3, 32, 32);

    /** CIFAR-10's class names. */
    public static final List<String> LABELS =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private static final List<String> STAGES = List.of("prepare", "train", "evaluate", "embed", "knn-graph", "wnll");
    private static final double[] SECONDS = {4.2, 1830.5, 21.75, 38.5, 17.1, 6.3};

    private final Path directory;
    private final List<String> labels;

    private FakeRun(Path directory, List<String> labels) {
        this.directory = directory;
        this.labels = labels;
    }

    /** Writes all stages of a run with CIFAR-10's classes into a directory. */
    public static void write(Path directory) throws IOException {
        write(directory, LABELS);
    }

    /** Writes all stages of a run with given class names into a directory. */
    public static void write(Path directory, List<String> labels) throws IOException {
        FakeRun run = new FakeRun(directory, labels);
        for (int i = 0; i < STAGES.size(); i++) {
            run.file(STAGES.get(i), "run.json", run.runJson(STAGES.get(i), SECONDS[i]));
            run.file(STAGES.get(i), "config.conf", CONFIG);
            run.file(STAGES.get(i), "_SUCCESS", "");
        }
        run.file("prepare", "manifest.json", run.manifest());
        run.file("train", "metrics.csv", metrics());
        run.file("evaluate", "evaluation.json", run.evaluation());
        run.file("knn-graph", "graph.json", """
                {"points":20000,"k":15,"labelled":10000,"unlabelled":10000,"seconds":16.4,"backend":"EXACT","recall":1.0,
                 "work":{"kernel":"vector (16 floats)","feature_bytes":5120000},
                 "shape":{"components":3,"smallest_degree":14,"mean_degree":18.62,"largest_degree":67}}
                """);
        run.file("wnll", "wnll.json", """
                {"labelled":10000,"unlabelled":10000,"classes":%d,"method":"wnll","components":3,"unreached":7,
                 "orphans":"nearest","settled":12,"system_components":40,"direct_components":39,
                 "largest_component":9800,"labelled_to_unlabelled":0.25,"degree_counts":[0,0,5,90,400,300,80,9,1],
                 "broadcast_bytes":1234567,"halo_bytes":0,
                 "iterations":[31,28,34,30,29],"relative_residuals":[8.1e-7,9.4e-7,2.5e-7,6.0e-7,7.7e-7],
                 "top1":0.8123,"nearest_neighbour_top1":0.7815,"five_nearest_top1":0.7993,"knn_top1":0.8051,"knn_k":15,"seconds":5.9}
                """.formatted(labels.size()));
    }

    private void file(String stage, String name, String text) throws IOException {
        Files.createDirectories(directory.resolve(stage));
        Files.writeString(directory.resolve(stage).resolve(name), text);
    }

    private String runJson(String stage, double seconds) {
        return String.format(Locale.ROOT, """
                {"schema":1,"stage":"%s","run_id":"%s","seed":20240607,
                 "versions":{"dahlquist":"0.1.0","java":"17.0.12","spark":"3.5.9","dl4j":"1.0.0-M2.1"},
                 "cores":2,"max_memory_bytes":6442450944,"master":"local[*]",
                 "started":"2026-11-20T09:15:00.123456Z","ended":"2026-11-20T09:45:00Z","seconds":%s,"outcome":"done",
                 "manifest_sha256":"b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c",
                 "jar_sha256":"7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730",
                 "git_commit":"0d1cf239f1c2b3a4958677a1c4e5d6f708192a3b"}
                """, stage, directory.getFileName(), seconds);
    }

    private String manifest() {
        int perClass = 10000 / labels.size();
        String counts = labels.stream().map(label -> "" + perClass).collect(Collectors.joining(",", "[", "]"));
        return """
                {"schemaVersion":1,"dataset":"cifar10-10k","shape":{"channels":3,"height":32,"width":32},"labels":%s,
                 "mean":[0.4914,0.4822,0.4465],"std":[0.2470,0.2435,0.2616],"seed":20240607,"sources":[],
                 "train":{"rows":10000,"countsPerClass":%s,"shards":[]},
                 "test":{"rows":10000,"countsPerClass":%s,"shards":[]}}
                """.formatted(names(), counts, counts);
    }

    private String names() {
        return labels.stream().map(label -> '"' + label + '"').collect(Collectors.joining(",", "[", "]"));
    }

    private static String metrics() {
        Random random = new Random(7);
        StringBuilder csv = new StringBuilder("epoch,loss,train_top1,test_loss,test_top1,learning_rate,"
                + "images_per_second,compute_seconds,waiting_seconds,averaging_seconds,elapsed_seconds\n");
        for (int epoch = 1; epoch <= 20; epoch++) {
            double progress = epoch / 20.0;
            double rate = 0.1 * (1 + Math.cos(Math.PI * (epoch - 1) / 20)) / 2;
            double loss = 2.1 * Math.exp(-2.4 * progress) + 0.12 + 0.03 * random.nextGaussian() * (1 - progress);
            double test = Math.min(0.8, 0.8 - 0.55 * Math.exp(-3.2 * progress) + 0.02 * random.nextGaussian() * rate);
            String evaluated =
                    epoch % 2 == 0 ? String.format(Locale.ROOT, "%.4f,%.4f", loss + 0.25 * progress, test) : ",";
            csv.append(String.format(
                    Locale.ROOT,
                    "%d,%.4f,%.4f,%s,%.5f,%.1f,%.2f,0.10,%.2f,%.2f%n",
                    epoch,
                    loss,
                    0.93 - 0.68 * Math.exp(-2.9 * progress),
                    evaluated,
                    rate,
                    112 + 4 * random.nextGaussian(),
                    86.5,
                    2.75 + 0.2 * (epoch % 4 - 1.5),
                    epoch * 91.2));
        }
        return csv.toString();
    }

    private String evaluation() {
        int classes = labels.size();
        int perClass = 10000 / classes;
        long[][] confusion = new long[classes][classes];
        Random random = new Random(11);
        for (int row = 0; row < classes; row++) {
            int right = perClass * 8 / 10 + (row % 2 == 0 ? 1 : -1) * (perClass * (row % 5) / 100);
            confusion[row][row] = right;
            for (int wrong = right; wrong < perClass; wrong++) {
                int near = (row + (random.nextInt(3) == 0 ? random.nextInt(classes) : 1 + random.nextInt(2))) % classes;
                confusion[row][near == row ? (row + 1) % classes : near]++;
            }
        }
        long right = IntStream.range(0, classes).mapToLong(i -> confusion[i][i]).sum();
        return String.format(
                Locale.ROOT,
                "{\"samples\":%d,\"top1\":%s,\"top5\":0.9871,\"loss\":0.6604,\"labels\":%s,"
                        + "\"per_class\":[],\"confusion\":%s}",
                perClass * classes,
                (double) right / (perClass * classes),
                names(),
                Arrays.deepToString(confusion));
    }

    /** Mistakes with a smooth made-up image each, probabilities falling with the id. */
    public static List<Misclassified> misclassified(int count) {
        List<Misclassified> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Random random = new Random(i);
            byte[] image = new byte[SHAPE.size()];
            double[] waves = random.doubles(9, 0.05, 0.5).toArray();
            for (int at = 0; at < image.length; at++) {
                int channel = at / 1024;
                double wave = Math.sin(waves[channel] * (at / 32 % 32) + waves[3 + channel] * (at % 32) + i);
                image[at] = (byte) (127 + 110 * wave * Math.cos(waves[6 + channel] * (at % 32)));
            }
            samples.add(new Misclassified(10_000 + i, i % 10, (i * 3 + 1) % 10, 0.99 - 0.006 * i, image));
        }
        return samples;
    }

    private static final String CONFIG = """
            # <resolved> & "quoted" settings
            seed = 20240607
            batch-size = 256
            data {
              dataset = cifar10
              path = "../shared/data/cifar10"
              train-limit = 10000
              test-limit = 0
              shard-rows = 2048
            }
            network {
              architecture = zerosnet
              depth = 20
              coefficients = [0.3333333333333333, 0.5555555555555556, 0.1111111111111111, 1.7777777777777777]
            }
            train {
              epochs = 20
              learning-rate = 0.1
              schedule { kind = cosine, milestones = [], factor = 0.1 }
              momentum = 0.9
              weight-decay = 5.0E-4
              gradient-activation { function = atan, position = momentum, alpha = 0.1, beta = 20 }
              augmentation { crop-padding = 4, flip = true }
              averaging { workers = 2, frequency = 5, batch-size-per-worker = 64 }
              validate-every = 2
              keep-checkpoints = 2
            }
            knn-graph.neighbours = 15
            wnll {
              weights = textbook
              scale-rank = 8
              labelled-weight = paper
              tolerance = 1.0E-6
              max-iterations = 500
            }
            """;
}
