package org.dahlquist.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.dahlquist.SharedData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sources and runs on HDFS. */
@Tag("cluster")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class HdfsIT {
    private static final String RUNS = "/runs";

    @TempDir
    Path folder;

    private MiniDFSCluster cluster;
    private FileSystem hdfs;

    @BeforeEach
    void start() throws IOException {
        Configuration settings = new Configuration();
        settings.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("dfs").toString());
        cluster = new MiniDFSCluster.Builder(settings).numDataNodes(2).build();
        hdfs = cluster.getFileSystem();
    }

    @AfterEach
    void stop() {
        cluster.shutdown();
    }

    @Test
    void aPipelineIntoHdfsEqualsOneIntoLocalFiles() throws IOException, InterruptedException {
        Launcher.embedded(folder).pipeline("local", "--master", "local[2]");
        Launcher executors = Launcher.sparkSubmit(folder).into(cluster.getURI() + RUNS);
        executors.pipeline("hdfs", "--master", "local-cluster[2,1,1024]");
        fetch("hdfs");

        assertThat(executors.trainingCurve("hdfs")).isEqualTo(executors.trainingCurve("local"));
        assertThat(digests("hdfs/prepare", ".arrow")).isEqualTo(digests("local/prepare", ".arrow"));
        assertThat(digests("hdfs/knn-graph", ".arrow")).isNotEmpty().isEqualTo(digests("local/knn-graph", ".arrow"));
        assertThat(folder.resolve("hdfs/report/report.html")).isNotEmptyFile();

        executors.pipeline("hdfs", "--master", "local-cluster[2,1,1024]");
        assertThat(executors.log("hdfs")).contains("train is finished, skipped");
    }

    @Test
    void imagesOnHdfsBecomeTheShardsOfLocalOnes() throws IOException, InterruptedException {
        Path mini = SharedData.require("data/imagenet-mini");
        hdfs.copyFromLocalFile(new org.apache.hadoop.fs.Path(mini.toUri()), new org.apache.hadoop.fs.Path("/raw"));
        Launcher embedded = Launcher.embedded(folder);
        prepare(embedded, mini.toString(), "local");
        prepare(embedded.into(cluster.getURI() + RUNS), cluster.getURI() + "/raw", "hdfs");
        fetch("hdfs");

        assertThat(digests("hdfs/prepare", ".arrow")).isNotEmpty().isEqualTo(digests("local/prepare", ".arrow"));
        assertThat(digests("hdfs/prepare", ".png")).isEqualTo(digests("local/prepare", ".png"));
    }

    private void prepare(Launcher launcher, String source, String runId) throws IOException, InterruptedException {
        Path config = folder.resolve(runId + ".conf");
        Files.writeString(
                config,
                "data { dataset = imagenet, path = \"" + source
                        + "\", encoding = jpeg, image-size = 64, shard-bytes = 20000 }\n");
        Process process = launcher.start("prepare", config, runId, List.of("--master", "local[2]"));
        assertThat(process.waitFor()).as(() -> launcher.log(runId)).isZero();
    }

    private void fetch(String runId) throws IOException {
        hdfs.copyToLocalFile(
                new org.apache.hadoop.fs.Path(RUNS, runId),
                new org.apache.hadoop.fs.Path(folder.resolve(runId).toUri()));
    }

    private Map<String, String> digests(String place, String ending) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        Path root = folder.resolve(place);
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file :
                    walk.filter(path -> path.toString().endsWith(ending)).toList()) {
                digests.put(root.relativize(file).toString(), DigestUtils.sha256Hex(Files.readAllBytes(file)));
            }
        }
        return digests;
    }
}
