"""The only reader of the environment."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What the environment says; README.md lists the variables."""

    model_config = SettingsConfigDict(env_prefix="RUNG_", env_ignore_empty=True, frozen=True)

    scales_dir: Path | None = None
