"""`coordinator serve`: run the daemon."""

from __future__ import annotations

import signal
import threading

import typer

from coordinator.cli.options import Home


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command()
    def serve(
        home: Home,
        no_flower: bool = typer.Option(False, "--no-flower", help="Run without joint experiments."),
    ) -> None:
        """Serve the federation until SIGTERM or Ctrl-C; run.json in the home says when it is ready.

        It may be killed at any instant; the next start goes on where it was.
        """
        from coordinator.home import Home as Place  # noqa: PLC0415 - keeps --help fast
        from coordinator.logs import log_to  # noqa: PLC0415 - keeps --help fast
        from coordinator.server import Server  # noqa: PLC0415 - keeps --help fast
        from coordinator.settings import FlowerSettings  # noqa: PLC0415 - keeps --help fast

        place = Place(home)
        settings = place.settings()
        if no_flower:
            settings = settings.model_copy(update={"flower": FlowerSettings(enabled=False)})
        log_to(place.log)
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        server = Server(place, settings)
        server.start()
        typer.echo(f"serving {settings.federation} at {server.dialled()}")
        stopping.wait()
        server.stop()
