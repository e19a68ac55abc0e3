"""The knowledge base of a deployment: what the project ships, and what the force's own folder adds."""

from bot.settings import Settings
from knowledge.library import Library, load_library
from knowledge.overlays import overlaid


def library_of(settings: Settings) -> Library:
    """It. Raises KnowledgeError with every problem of every file."""
    library = load_library()
    return overlaid(library, settings.overlay) if settings.overlay else library
