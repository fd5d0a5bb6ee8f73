"""Migration operations that several apps share."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel, RunSQL
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """Create several models in one step, with their constraints and indexes.

    After each `CreateModel` of its own, Django builds all related model classes anew: 4,000 of them
    for the 90 models of the portal, which are all related to the user. Here the classes are built
    once, when all models are known. Models of one list may refer to each other in a circle.
    """

    reversible = True

    def __init__(self, models: list[CreateModel]) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the models to the state, whose classes are then built when they are needed."""
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create the tables; foreign keys follow at the end of the migration."""
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the tables, the last one first."""
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Return the models' names, for people who read a migration plan."""
        return f"Create models {', '.join(model.name for model in self.models)}"


def keep_no_samples(table: str, **types: str) -> RunSQL:
    """Return the operation after which PostgreSQL keeps no sample of these columns; name: type.

    ANALYZE writes up to 100 values of each column into a catalog, where they outlive their rows.
    From now on it leaves these columns out. Samples taken before go with the column's type, which
    is set to what it is: no row is written anew.
    """
    alter = [f"ALTER TABLE {table} ALTER {name}" for name in types]
    changes = [
        f"{start} SET STATISTICS 0, ALTER {name} TYPE {kind}"
        for start, (name, kind) in zip(alter, types.items(), strict=True)
    ]
    undone = [f"{start} SET STATISTICS -1" for start in alter]
    return RunSQL(";".join(changes), ";".join(undone))
