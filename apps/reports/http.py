"""A made file as an answer."""

from django.http import HttpResponse

from apps.reports.exports.services import ExportFile


def file_response(file: ExportFile) -> HttpResponse:
    """A download."""
    response = HttpResponse(file.body, content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response
