package org.dahlquist.cluster;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known to be unfit before Spark starts. */
class ClusterCheckTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"local | 2 | 1", "local[1] | 2 | 1", "local[3,4] | 4 | 3", "local[*] | 4096 | "})
    void moreWorkersThanLocalThreadsAreRefused(String master, int workers, String slots) {
        assertThatThrownBy(() -> ClusterCheck.requireLocalSlots(conf(master), workers))
                .hasMessageStartingWith("CLUSTER: train.averaging.workers = " + workers)
                .hasMessageContaining(master + " has " + (slots == null ? "" : slots + ";"))
                .hasMessageContaining("--master local[" + workers + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"local[2]", "local[3,4]", "local-cluster[2,1,1024]", "yarn", "spark://head:7077"})
    void enoughThreadsOrUnknownOnesPass(String master) {
        assertThatCode(() -> ClusterCheck.requireLocalSlots(conf(master), 2)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yarn", "spark://head:7077", "k8s://https://head:6443"})
    void aClusterDoesNotWriteToTheDriversDisk(String master) {
        assertThatThrownBy(() -> ClusterCheck.requireSharedOutput(conf(master), URI.create("file:/tmp/runs/a")))
                .hasMessageStartingWith("CLUSTER: ")
                .hasMessageContaining(master)
                .hasMessageContaining("file:/tmp/runs/a");
    }

    @ParameterizedTest
    @CsvSource({
        "yarn,hdfs://head/runs/a",
        "spark://head:7077,s3a://bucket/runs/a",
        "spark://localhost:7077,file:/tmp/runs/a",
        "'local-cluster[2,1,1024]',file:/tmp/runs/a",
        "local[*],file:/tmp/runs/a"
    })
    void sharedOutputOrOneHostPasses(String master, String output) {
        assertThatCode(() -> ClusterCheck.requireSharedOutput(conf(master), URI.create(output)))
                .doesNotThrowAnyException();
    }

    @Test
    void aFolderThatIsMountedEverywherePassesOnTheUsersWord() {
        SparkConf conf = conf("yarn").set("spark.dahlquist.sharedOutput", "true");
        assertThatCode(() -> ClusterCheck.requireSharedOutput(conf, URI.create("file:/mnt/runs/a")))
                .doesNotThrowAnyException();
    }

    private static SparkConf conf(String master) {
        return new SparkConf(false).setMaster(master);
    }
}
