package org.dahlquist.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dahlquist.SharedData;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.run.NetworkConfig;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/** Numbers of the papers' own program in {@code ../shared/golden}, and where they belong in our graph. */
public final class GoldenNetwork {
    private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d+)\\.(.+)");
    private static final Map<String, String> OUTSIDE_BLOCKS = Map.of("conv1", "stem", "bn", "norm", "fc", "output");
    private static final Map<String, String> INSIDE_BLOCKS = Map.of(
            "conv1", "conv1",
            "conv2", "conv2",
            "bn1", "norm1",
            "bn2", "norm2",
            "downsample_x.downsample_.0", "project.x",
            "downsample_l.downsample_.0", "project.last",
            "downsample_ll.downsample_.0", "project.llast");

    /** The official program also creates these, and never uses them. */
    private static final Pattern UNUSED = Pattern.compile("bn1\\..*|downsample1\\..*|blocks\\.[01]\\.coe");

    private final Map<String, JsonNode> tensors = new LinkedHashMap<>();
    private final NetworkConfig.Variant variant;
    private final FloatBuffer values;

    private GoldenNetwork(NetworkConfig.Variant variant, Path json) throws IOException {
        this.variant = variant;
        for (JsonNode tensor : new ObjectMapper().readTree(json.toFile()).get("tensors")) {
            tensors.put(tensor.get("name").asText(), tensor);
        }
        Path data = Path.of(json.toString().replace(".json", ".f32"));
        values = ByteBuffer.wrap(Files.readAllBytes(data))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
    }

    /** ZeroSNet-20 Opt: parameters, a batch of 4, and what the official program computes from them in float64. */
    public static GoldenNetwork zeroSNet20() {
        return zeroSNet20(NetworkConfig.Variant.OPT);
    }

    /** The same of either variant; Tra's k are all 1. */
    public static GoldenNetwork zeroSNet20(NetworkConfig.Variant variant) {
        try {
            String name = variant.name().toLowerCase(Locale.ROOT);
            return new GoldenNetwork(variant, SharedData.require("golden/zerosnet20-" + name + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One tensor by its full name, such as {@code train/logits}. */
    public INDArray tensor(String name, DataType type) {
        JsonNode tensor = tensors.get(name);
        int rank = tensor.get("shape").size();
        long[] shape = new long[rank];
        int length = 1;
        for (int i = 0; i < rank; i++) {
            shape[i] = tensor.get("shape").get(i).asLong();
            length *= (int) shape[i];
        }
        float[] floats = new float[length];
        values.get(tensor.get("offset").asInt(), floats);
        return Nd4j.createFromArray(floats).reshape(shape).castTo(type);
    }

    /** PyTorch names below a prefix ({@code param/}, {@code grad/}, {@code after/}) that our network has. */
    public List<String> names(String prefix) {
        return tensors.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .filter(name -> !UNUSED.matcher(name).matches())
                .toList();
    }

    /** Our name of a PyTorch parameter: {@code blocks.3.conv1.weight} is {@code block3.conv1_W}. */
    public static String parameterName(String torch) {
        int dot = torch.lastIndexOf('.');
        String module = torch.substring(0, dot);
        if (torch.endsWith(".coe")) {
            return module.replace("blocks.", "block") + "_k";
        }
        Matcher block = BLOCK.matcher(module);
        String layer = block.matches()
                ? "block" + block.group(1) + "." + INSIDE_BLOCKS.get(block.group(2))
                : OUTSIDE_BLOCKS.get(module);
        boolean normalisation = layer.contains("norm");
        return layer
                + switch (torch.substring(dot + 1)) {
                    case "weight" -> normalisation ? "_gamma" : "_W";
                    case "bias" -> normalisation ? "_beta" : "_b";
                    case "running_mean" -> "_mean";
                    case "running_var" -> "_variance";
                    default -> throw new IllegalArgumentException(torch);
                };
    }

    /** A tensor in the shape our parameter has: only the last weight is transposed. */
    public INDArray parameter(String prefix, String torch, DataType type) {
        INDArray tensor = tensor(prefix + torch, type);
        return torch.equals("fc.weight") ? tensor.transpose() : tensor;
    }

    /** The batch of images, [4, 3, 32, 32]. */
    public INDArray images(DataType type) {
        return tensor("input/images", type);
    }

    /** The labels one-hot, [4, 10]. */
    public INDArray labels(DataType type) {
        INDArray classes = tensor("input/labels", DataType.DOUBLE);
        INDArray labels = Nd4j.zeros(type, classes.length(), 10);
        for (int i = 0; i < classes.length(); i++) {
            labels.putScalar(i, classes.getLong(i), 1);
        }
        return labels;
    }

    /** Our network with the golden parameters and running statistics. */
    public ComputationGraph network(IUpdater updater, List<Regularization> regularization, DataType type) {
        NetworkConfig config = new NetworkConfig(
                NetworkConfig.Architecture.ZEROSNET,
                20,
                variant,
                List.of(1 / 3.0, 5 / 9.0, 1 / 9.0, 16 / 9.0),
                1,
                NetworkConfig.Block.AUTO,
                NetworkConfig.Stem.AUTO);
        NetworkSpec spec = new NetworkSpec(config, 10, new ImageShape(3, 32, 32));
        ComputationGraph graph = new ComputationGraph(spec.configuration(updater, regularization, 1, type));
        graph.init();
        Map<String, INDArray> parameters = graph.paramTable();
        for (String name : names("param/")) {
            parameters.get(parameterName(name)).assign(parameter("param/", name, type));
        }
        return graph;
    }
}
