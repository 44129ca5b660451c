from typing import Any

from sqlalchemy import Engine, inspect


def _indexes(inspector: Any, table: str) -> list[Any]:
    indexes = inspector.get_indexes(table)
    for each in indexes:
        each["dialect_options"] = {name: str(value) for name, value in each.get("dialect_options", {}).items()}
    return list(indexes)


def described(engine: Engine) -> dict[str, Any]:
    """All that alembic's comparison leaves out too: checks, defaults, what null means, and conditions of indexes."""
    inspector = inspect(engine)

    def by_name(found: list[Any]) -> list[Any]:
        return sorted(found, key=lambda each: str(each["name"]))

    return {
        table: {
            "columns": {
                each["name"]: (str(each["type"]), each["nullable"], each["default"])
                for each in inspector.get_columns(table)
            },
            "primary key": inspector.get_pk_constraint(table),
            "checks": by_name(inspector.get_check_constraints(table)),
            "unique": by_name(inspector.get_unique_constraints(table)),
            "indexes": [repr(each) for each in by_name(_indexes(inspector, table))],
            "foreign keys": by_name(inspector.get_foreign_keys(table)),
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }
