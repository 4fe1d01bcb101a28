"""A stand-in for the Spark provider's operator: keeps its arguments, refuses unknown ones."""

from airflow import DAG

ARGUMENTS = {
    "application",
    "application_args",
    "conf",
    "conn_id",
    "deploy_mode",
    "driver_memory",
    "env_vars",
    "executor_cores",
    "executor_memory",
    "java_class",
    "name",
    "num_executors",
    "properties_file",
    "verbose",
}


class SparkSubmitOperator:
    def __init__(self, *, task_id, **arguments):
        unknown = set(arguments) - ARGUMENTS
        if unknown:
            raise TypeError(f"SparkSubmitOperator has no argument {sorted(unknown)}")
        self.task_id = task_id
        self.arguments = arguments
        self.upstream_task_ids = set()
        DAG.current.tasks.append(self)

    def __rshift__(self, other):
        other.upstream_task_ids.add(self.task_id)
        return other
