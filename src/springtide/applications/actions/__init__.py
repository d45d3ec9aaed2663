"""Every change to an application. Later steps use these doors and no others."""

from springtide.applications.actions.moving import move_application, move_applications

__all__ = ["move_application", "move_applications"]
