"""Jobs of this room."""

from django_tasks import task

from huying.files.actions import add_thumbnail


@task()
def make_thumbnail(upload_id: int) -> bool:
    """Make the thumbnail of an upload if it still wants one; whether one was added."""
    return add_thumbnail(upload_id)
