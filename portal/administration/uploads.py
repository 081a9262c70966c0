"""A bound on the size of uploaded files, which Django itself does not set."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.template.defaultfilters import filesizeformat


class BoundedUploadHandler(FileUploadHandler):
    """Refuse a file larger than settings.UPLOAD_MAX_BYTES while it is still arriving.

    The refused file is left out and the other fields stay, so that the form is shown again with what was typed;
    `request.upload_refusal` then holds the sentence to show beside the field (absent when nothing was refused).
    A request larger than all allowed files together is not even read to its end.
    """

    def handle_raw_input(
        self, input_data: object, META: dict, content_length: int, boundary: bytes, encoding: str | None = None
    ) -> None:
        self.hopeless = content_length > settings.UPLOAD_MAX_BYTES * settings.DATA_UPLOAD_MAX_NUMBER_FILES

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)
        if self.hopeless:
            self.refuse()
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > settings.UPLOAD_MAX_BYTES:
            self.refuse()
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return None  # the next handler keeps it

    def refuse(self) -> None:
        """Leave a sentence for the form that shows the upload."""
        limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
        self.request.upload_refusal = (
            f"Tệp “{self.file_name}” lớn hơn mức cho phép ({limit}) nên không được nhận. "
            "Hãy chia nhỏ tệp hoặc xóa bớt hình ảnh rồi gửi lại."
        )
