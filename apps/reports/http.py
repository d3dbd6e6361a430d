"""A made file as an answer."""

from django.http import HttpResponse
from django.utils.cache import patch_cache_control

from apps.reports.exports.services import ExportFile


def file_response(file: ExportFile) -> HttpResponse:
    """A download that no cache keeps."""
    response = HttpResponse(file.body, content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    patch_cache_control(response, private=True, no_store=True)
    return response
