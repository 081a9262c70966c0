"""The portal's own error page under DEBUG too; the traceback goes to the console."""

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.views.debug import ExceptionReporter

from portal.administration import views


class OwnErrorPage(ExceptionReporter):
    """Replace Django's technical page, which shows settings and code to whoever made the error happen."""

    def get_traceback_html(self) -> str:
        if self.request is None or self.is_email:
            return super().get_traceback_html()
        if isinstance(self.exc_value, BadRequest | SuspiciousOperation):
            return views.bad_request(self.request).content.decode()
        return views.unexpected(self.request, self.exc_value).content.decode()

    def get_traceback_text(self) -> str:
        if self.request is None or self.is_email:
            return super().get_traceback_text()
        return f"Hệ thống đang gặp sự cố. Mã sự cố: {views.incident(self.request)}"
