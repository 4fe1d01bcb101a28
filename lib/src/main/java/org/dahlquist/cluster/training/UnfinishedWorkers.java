package org.dahlquist.cluster.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.TaskData;
import scala.collection.JavaConverters;

/** Names the workers that aren't done with a round, and where they run. */
final class UnfinishedWorkers {
    private static final String ENDED = "SUCCESS";
    /** More would make a message that nobody reads. */
    private static final int NAMED = 8;

    private UnfinishedWorkers() {}

    /** Those of a round's job whose tasks in its first stage haven't ended, such as {@code worker 1 on 10.0.0.7 (executor 3), worker 4 not started}. */
    static String describe(JavaSparkContext spark, JavaFutureAction<?> job, int workers) {
        Map<Integer, TaskData> tasks = latest(spark.sc(), job);
        List<String> names = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            TaskData task = tasks.get(worker);
            if (task == null) {
                names.add("worker " + worker + " not started");
            } else if (!task.status().equals(ENDED)) {
                names.add("worker " + worker + " on " + task.host() + " (executor " + task.executorId() + ")");
            }
        }
        return joined(names);
    }

    /** Some of this process. */
    static String describe(List<Integer> workers) {
        String place = " on " + SparkEnv.get().blockManager().blockManagerId().host() + " (executor "
                + SparkEnv.get().executorId() + ")";
        return joined(workers.stream().map(worker -> "worker " + worker + place).toList());
    }

    private static String joined(List<String> names) {
        int more = names.size() - NAMED;
        return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** The successful attempt of each task, or else the last one. */
    private static Map<Integer, TaskData> latest(SparkContext spark, JavaFutureAction<?> job) {
        Map<Integer, TaskData> latest = new TreeMap<>();
        for (int id : job.jobIds()) {
            int first = spark.statusTracker().getJobInfo(id).get().stageIds()[0];
            List<TaskData> attempts =
                    JavaConverters.seqAsJavaList(spark.statusStore().taskList(first, 0, Integer.MAX_VALUE));
            attempts.forEach(task -> latest.merge(task.index(), task, UnfinishedWorkers::later));
        }
        return latest;
    }

    private static TaskData later(TaskData one, TaskData other) {
        if (one.status().equals(ENDED)) {
            return one;
        }
        return other.status().equals(ENDED) || other.attempt() > one.attempt() ? other : one;
    }
}
