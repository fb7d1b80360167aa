"""What the Markdown pages may call, by name. One line each; the work is done in alongside."""

from typing import Any

from alongside import preview, showcases


def define_env(env: Any) -> None:
    desk = preview.open_desk(env.conf)
    env.variables["site"] = desk.book.site

    @env.macro
    def source(*codes: str) -> str:
        """Anchors for the inventory IDs that the statement before it rests on."""
        return desk.source(*codes)

    @env.macro
    def note(code: str) -> str:
        """The anchor of one editor's note."""
        return desk.source(code)

    @env.macro
    def commitments(dimension: str) -> str:
        """The commitments of one dimension."""
        return desk.commitments(env.page.url, dimension)

    @env.macro
    def dimensions() -> str:
        """The four dimensions, with links to their pages."""
        return desk.render("dimensions", env.page.url)

    @env.macro
    def directory() -> str:
        """The list of partners."""
        return desk.render("directory", env.page.url)

    @env.macro
    def progress() -> str:
        """What is known of each year."""
        return desk.render("progress", env.page.url)

    @env.macro
    def showcase() -> str:
        """The place that each partner's page fills."""
        return showcases.PLACE


def on_post_build(env: Any) -> None:
    showcases.stamp(env.conf["site_dir"], preview.open_desk(env.conf))
