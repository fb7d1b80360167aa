"""What the Markdown pages may call, by name. One line each; the work is done in alongside."""

from typing import Any

from alongside import preview, showcases


def define_env(env: Any) -> None:
    desk = preview.open_desk(env.conf)
    for name in ("config", "environment", "git", "plugin"):  # no page needs to know who built it, or where
        env.variables.pop(name, None)
    env.variables["site"] = {"position": {"url": desk.book.site.position.url}}

    @env.macro
    def source(*codes: str) -> str:
        """Anchors for the inventory IDs that the statement before it rests on."""
        return desk.source(*codes)

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
        return desk.directory(env.page.url)

    @env.macro
    def toolkit() -> str:
        """A card for each tool."""
        return desk.toolkit(env.page.url)

    @env.macro
    def tool(name: str) -> str:
        """One tool: to read, to fill in, to take along."""
        return desk.tool(env.page.url, name)

    @env.macro
    def progress() -> str:
        """What is known of each year."""
        return desk.progress(env.page.url)

    @env.macro
    def year(number: int) -> str:
        """The account of one year."""
        return desk.year(env.page.url, number)

    @env.macro
    def trace() -> str:
        """From each commitment to what measures it."""
        return desk.trace(env.page.url)

    @env.macro
    def privacy_rules() -> str:
        """The numbers that protect people, with their reasons."""
        return desk.render("privacy_rules", env.page.url)

    @env.macro
    def showcase() -> str:
        """The place that each partner's page fills."""
        return showcases.PLACE


def on_post_build(env: Any) -> None:
    preview.after_build(env.conf)
