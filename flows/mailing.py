"""Mail by SMTP, with the standard library; the password comes from an environment variable alone."""

from __future__ import annotations

import os
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

from corpus.errors import StudyError


@dataclass(frozen=True)
class Smtp:
    """The [smtp] table of zone.toml; nothing is sent without a host."""

    host: str | None = None
    port: int = 587
    sender: str | None = None
    user: str | None = None
    password_env: str = "PATNAV_SMTP_PASSWORD"
    security: Literal["starttls", "ssl", "none"] = "starttls"
    timeout: float = 30.0


def send(messages: list[EmailMessage], smtp: Smtp) -> None:
    """Send messages over one connection.

    Raises
    ------
    StudyError
        [smtp] is incomplete, or the server cannot be reached or refuses.
    """
    where = f"zone.toml [smtp] host {smtp.host}:{smtp.port}"
    password = os.environ.get(smtp.password_env)
    if smtp.user and not password:
        raise StudyError(f"{where}: user {smtp.user} has no password. Set the variable {smtp.password_env}")
    try:
        with _connection(smtp) as server:
            if smtp.user and password:
                server.login(smtp.user, password)
            for message in messages:
                server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise StudyError(
            f"{where}: {_said(error)}. The digest is written, the mail not sent; correct it and run again"
        ) from error


def message(sender: str, to: tuple[str, ...], subject: str, text: str, page: str) -> EmailMessage:
    """A message as text, with the page as its other form."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, ", ".join(to), subject
    made.set_content(text)
    made.add_alternative(page, subtype="html")
    return made


def _connection(smtp: Smtp) -> smtplib.SMTP:
    host = smtp.host or ""
    if smtp.security == "ssl":
        return smtplib.SMTP_SSL(host, smtp.port, timeout=smtp.timeout, context=ssl.create_default_context())
    server = smtplib.SMTP(host, smtp.port, timeout=smtp.timeout)
    if smtp.security == "starttls":
        server.starttls(context=ssl.create_default_context())
    return server


def _said(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
