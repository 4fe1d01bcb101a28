package org.dahlquist.cluster.training;

import java.util.Collection;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.dahlquist.DahlquistException;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.TrainingWorker;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * What a training master on named minibatches answers to the rest of DL4J's wide interface: a clear refusal.
 *
 * <p>Data sets held in memory, multi-layer networks, hooks and listeners belong to DL4J's own masters.
 */
abstract class PathTrainingMaster implements TrainingMaster<TrainingResult, TrainingWorker<TrainingResult>> {
    /** Does nothing: no temporary files are written. */
    @Override
    public boolean deleteTempFiles(JavaSparkContext sc) {
        return true;
    }

    /** Does nothing: no temporary files are written. */
    @Override
    public boolean deleteTempFiles(SparkContext sc) {
        return true;
    }

    /** Does nothing: the trainer tells its times itself. */
    @Override
    public void setCollectTrainingStats(boolean collectTrainingStats) {
        // the few times there are cost nothing to take
    }

    /** Always false. */
    @Override
    public boolean getIsCollectTrainingStats() {
        return false;
    }

    /** Always null: the trainer tells its times itself. */
    @Override
    public SparkTrainingStats getTrainingStats() {
        return null;
    }

    /** Not supported. */
    @Override
    public void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> trainingData) {
        throw onlyPaths();
    }

    /** Not supported. */
    @Override
    public void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> trainingData) {
        throw onlyPaths();
    }

    /** Not supported. */
    @Override
    public void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> trainingData) {
        throw onlyPaths();
    }

    /** Not supported. */
    @Override
    public TrainingWorker<TrainingResult> getWorkerInstance(SparkDl4jMultiLayer network) {
        throw onlyPaths();
    }

    /** Not supported. */
    @Override
    public TrainingWorker<TrainingResult> getWorkerInstance(SparkComputationGraph graph) {
        throw onlyPaths();
    }

    /** Not supported. */
    @Override
    public void addHook(TrainingHook trainingHook) {
        throw onlyPaths();
    }

    /** Not supported. */
    @Override
    public void removeHook(TrainingHook trainingHook) {
        throw onlyPaths();
    }

    /** Not supported. */
    @Override
    public void setListeners(Collection<TrainingListener> listeners) {
        throw onlyPaths();
    }

    /** Not supported. */
    @Override
    public void setListeners(StatsStorageRouter router, Collection<TrainingListener> listeners) {
        throw onlyPaths();
    }

    static DahlquistException onlyPaths() {
        return DahlquistException.config("this TrainingMaster trains a SparkComputationGraph on sharded paths only,"
                + " without hooks or listeners; call fitPaths(paths, loader)");
    }
}
