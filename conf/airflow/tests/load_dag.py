"""Loads the DAG against the stand-in for Airflow in stub/ and prints it as JSON.

    python3 load_dag.py [name=value]...      values for the DAG's parameters

Python 3 and its standard library are enough. Templates are rendered for the date 2026-01-31.
"""

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE / "stub"))


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.dag


def render(text, params):
    """Fills in {{ … }}; the DAG's expressions mean the same in Jinja and in Python."""
    context = {"params": SimpleNamespace(**params), "ds_nodash": "20260131"}
    return re.sub(r"{{(.*?)}}", lambda match: str(eval(match[1].strip(), {"__builtins__": {}}, context)), text)


def main(assignments):
    dag = load(HERE.parent / "dags" / "dahlquist_pipeline.py")
    given = dict(assignment.split("=", 1) for assignment in assignments)
    unknown = set(given) - set(dag.params)
    if unknown:
        sys.exit(f"the DAG has no parameter {sorted(unknown)}; it has {sorted(dag.params)}")
    params = {**dag.params, **given}
    tasks = [
        {
            "id": task.task_id,
            "upstream": sorted(task.upstream_task_ids),
            "application": render(task.arguments["application"], params),
            "java_class": task.arguments["java_class"],
            "conn_id": task.arguments["conn_id"],
            "deploy_mode": task.arguments["deploy_mode"],
            "arguments": [render(argument, params) for argument in task.arguments["application_args"]],
            "conf": task.arguments["conf"],
            "environment": task.arguments["env_vars"],
        }
        for task in dag.tasks
    ]
    print(json.dumps({"id": dag.dag_id, "retries": dag.default_args["retries"], "tasks": tasks}, indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
