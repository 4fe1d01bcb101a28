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
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dahlquist.SharedData;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.run.NetworkConfig;
import org.dahlquist.stability.Coefficients;
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

    private final Map<String, JsonNode> tensors = new LinkedHashMap<>();
    private final FloatBuffer values;

    private GoldenNetwork(Path json) throws IOException {
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
        try {
            return new GoldenNetwork(SharedData.require("golden/zerosnet20-opt.json"));
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
                .filter(name -> !name.startsWith("bn1.") && !name.startsWith("downsample1."))
                .toList();
    }

    /** Our name of a PyTorch parameter: {@code blocks.3.conv1.weight} is {@code block3.conv1_W}. */
    public static String parameterName(String torch) {
        int dot = torch.lastIndexOf('.');
        String module = torch.substring(0, dot);
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
        NetworkSpec spec = new NetworkSpec(
                NetworkConfig.Architecture.ZEROSNET, 20, 10, new ImageShape(3, 32, 32), Coefficients.OPTIMAL);
        ComputationGraph graph = new ComputationGraph(spec.configuration(updater, regularization, 1, type));
        graph.init();
        for (String name : names("param/")) {
            graph.getParam(parameterName(name)).assign(parameter("param/", name, type));
        }
        return graph;
    }
}
