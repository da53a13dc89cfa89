"""Uploads: checked by content, re-encoded, stripped of metadata, shown as thumbnails."""
