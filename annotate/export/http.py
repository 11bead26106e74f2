"""A file as an answer."""

from django.http import StreamingHttpResponse

from annotate.export.queries.files import File


def stream(file: File) -> StreamingHttpResponse:
    """The file as a download, sent piece by piece as it is made.

    `Content-Encoding: identity` keeps the middleware that compresses pages away from it: it would hold pieces back.
    """
    response = StreamingHttpResponse(file.pieces, content_type=file.content_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["Content-Encoding"] = "identity"
    response["Cache-Control"] = "no-store"
    return response
