"""A stand-in for Airflow: just enough of a DAG to load one and look at it."""


class DAG:
    """Collects the operators made inside its ``with`` block."""

    current = None

    def __init__(self, dag_id, *, schedule, start_date, catchup, max_active_runs, default_args, params, **documentation):
        unknown = set(documentation) - {"description", "doc_md", "tags"}
        if unknown:
            raise TypeError(f"DAG has no argument {sorted(unknown)}")
        self.dag_id = dag_id
        self.default_args = default_args
        self.params = params
        self.tasks = []

    def __enter__(self):
        DAG.current = self
        return self

    def __exit__(self, *failure):
        DAG.current = None
