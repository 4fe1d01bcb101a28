"""Dahlquist's pipeline, one Airflow task per stage.

    prepare -> train -> evaluate
               train -> embed -> knn-graph -> wnll
               evaluate, wnll -> report

Retries are safe: a stage that has finished is skipped, training resumes from its last checkpoint, and any other
stage starts again in a fresh directory. The run id depends only on the DAG run, so a retry or a cleared task finds
what its predecessor left.

Client mode, because spark-submit's exit code is then the stage's own. On a standalone cluster's cluster mode Airflow
polls the driver's status instead, and
- has reported failure when only the polling failed, though Spark finished;
- starts a second driver when its worker dies while waiting, unless it is Airflow 3.3 or newer.
The second driver is harmless to finished stages, but two drivers must not write one stage at the same time.
Client mode costs one JVM per running task on the Airflow worker: give the tasks a pool if many runs are scheduled.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

STAGES = {
    "prepare": [],
    "train": ["prepare"],
    "evaluate": ["train"],
    "embed": ["train"],
    "knn-graph": ["embed"],
    "wnll": ["knn-graph"],
    "report": ["evaluate", "wnll"],
}

# One OpenMP thread per Spark task, and large temporaries kept by malloc: as jobs/dahlquist and conf/spark set them.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": "1073741824",
    "MALLOC_TRIM_THRESHOLD_": "1073741824",
    "MALLOC_TOP_PAD_": "67108864",
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}

# --add-opens for Java 17 are not here: spark-submit adds them itself.
SPARK = {
    "spark.serializer": "org.apache.spark.serializer.JavaSerializer",
    "spark.dynamicAllocation.enabled": "false",
    # SIMD for nearest neighbours; without it they fall back to OpenBLAS.
    "spark.driver.extraJavaOptions": "--add-modules=jdk.incubator.vector",
    "spark.executor.extraJavaOptions": "--add-modules=jdk.incubator.vector",
    # The default of `out` is a folder that has to be mounted on every machine.
    "spark.dahlquist.sharedOutput": "true",
    **{f"spark.executorEnv.{name}": value for name, value in ENVIRONMENT.items()},
}


def stage(name: str) -> SparkSubmitOperator:
    """The task that runs one stage of the run named by the DAG's parameters."""
    return SparkSubmitOperator(
        task_id=name,
        name=f"dahlquist {name}",
        conn_id="spark_default",
        deploy_mode="client",
        application="{{ params.jar }}",
        java_class="org.dahlquist.jobs.Main",
        application_args=[
            name,
            "--config",
            "{{ params.config }}",
            "--out",
            "{{ params.out }}",
            "--run-id",
            "{{ params.run_id or ds_nodash }}",
        ],
        conf=SPARK,
        env_vars=ENVIRONMENT,
        driver_memory="4g",
    )


with DAG(
    dag_id="dahlquist_pipeline",
    description="prepare, train, evaluate, embed, knn-graph, wnll, report",
    schedule=None,
    start_date=datetime(2026, 1, 1),
    catchup=False,
    # Two DAG runs of one date share a run directory.
    max_active_runs=1,
    default_args={"owner": "dahlquist", "retries": 2, "retry_delay": timedelta(minutes=2)},
    params={
        "jar": "/opt/dahlquist/dahlquist.jar",
        "config": "/opt/dahlquist/conf/runs/quickstart.conf",
        "out": "/var/lib/dahlquist/runs",
        "run_id": "",
    },
    doc_md=__doc__,
) as dag:
    tasks = {name: stage(name) for name in STAGES}
    for name, predecessors in STAGES.items():
        for predecessor in predecessors:
            tasks[predecessor] >> tasks[name]
