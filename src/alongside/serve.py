"""Preview the whole site and build it anew at every save.

In:   a project
Out:  a server on this computer only, until Ctrl-C

A mistake while editing does not end the preview: it is printed, and the last good site stays visible.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from alongside.build import Tell, build
from alongside.problems import AlongsideError, CallError

WATCHED = ("docs", "data", "toolkit", "theme", "locale", "macros.py", "mkdocs.yml")


def serve(project: Path, *, languages: Sequence[str], port: int, tell: Tell) -> None:
    with tempfile.TemporaryDirectory(prefix="alongside-") as folder:
        site = Path(folder) / "site"

        def rebuild() -> None:
            try:
                build(project, site, today=date.today(), languages=languages, preview=True, tell=lambda _: None)
                tell("Built. Reload the page if it does not do so by itself.")
            except AlongsideError as error:
                tell(str(error))

        build(project, site, today=date.today(), languages=languages, preview=True, tell=tell)
        server = LiveReloadServer(builder=rebuild, host="127.0.0.1", port=port, root=str(site))
        for name in WATCHED:
            if (project / name).exists():
                server.watch(str(project / name))
        try:
            tell(f"Preview: http://127.0.0.1:{port}/   (Ctrl-C ends it)")
            server.serve()  # type: ignore[no-untyped-call]
        except OSError as error:
            raise CallError(f"Port {port} cannot be used. Fix: choose another one with --port.") from error
        except KeyboardInterrupt:
            tell("The preview has ended.")
        finally:
            server.shutdown()
