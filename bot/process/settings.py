"""The only reader of the environment."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, HttpUrl, SecretStr, TypeAdapter, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.slack.errors import SettingsError

SLACK = "https://slack.com/api/"


def _web_address(url: str) -> str:
    TypeAdapter(HttpUrl).validate_python(url)
    return url if url.endswith("/") else f"{url}/"


class Settings(BaseSettings):
    """What the environment says; README.md lists the variables."""

    model_config = SettingsConfigDict(env_ignore_empty=True, frozen=True, hide_input_in_errors=True)

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: Annotated[str, AfterValidator(_web_address)] = SLACK
    mode: Literal["socket", "http"] | None = Field(None, validation_alias="RUNG_MODE")
    host: str = Field("127.0.0.1", validation_alias="RUNG_HOST")
    port: int = Field(3000, validation_alias="RUNG_PORT", ge=0, le=65535)
    database_url: str = Field("sqlite:///rung.db", validation_alias="RUNG_DATABASE_URL")
    tick_seconds: float = Field(15.0, validation_alias="RUNG_TICK_SECONDS", ge=1, le=300)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", validation_alias="RUNG_LOG_LEVEL")
    scales_dir: Path | None = Field(None, validation_alias="RUNG_SCALES_DIR")

    @property
    def uses_socket_mode(self) -> bool:
        """Whether Slack is reached over a WebSocket that Rung opens."""
        return (self.mode or ("socket" if self.slack_app_token else "http")) == "socket"

    @classmethod
    def variables(cls) -> list[str]:
        """The names of the environment variables."""
        return [str(field.validation_alias or name.upper()) for name, field in cls.model_fields.items()]


def read_settings() -> Settings:
    """Read the environment; a SettingsError names the variable that is wrong, never its value."""
    try:
        return Settings()
    except ValidationError as error:
        problem = error.errors()[0]
        name = str(problem["loc"][0]).upper()
        raise SettingsError(f"{name}: {problem['msg']}") from None
