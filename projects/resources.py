"""The sheet `projects`: its columns, one class for both ways."""

from import_export import resources

from portal.units.columns import BriefWidget, CountWidget, FigureWidget, SheetField, WordWidget
from portal.units.references import ManyWidget, UnitWidget
from projects.models import Project


class ProjectResource(resources.ModelResource):
    """Investment projects; a capacity that nobody stated stays empty."""

    name = SheetField("Tên dự án", "name", BriefWidget(250), aliases=("Tên", "Dự án"), required=True)
    kind = SheetField("Loại", "kind", WordWidget(Project.Kind), aliases=("Loại dự án", "Lĩnh vực"), required=True)
    stage = SheetField("Giai đoạn", "stage", WordWidget(Project.Stage), required=True)
    count = SheetField("Số dự án", "count", CountWidget(1, 100_000, blank=1), aliases=("Số lượng",))
    places = SheetField(
        "Địa bàn", lambda project: project.places.all() if project.pk else (), ManyWidget(UnitWidget()),
        aliases=("Địa điểm", "Mã đơn vị"), required=True,
    )  # fmt: skip
    capacity_mw = SheetField("Công suất", "capacity_mw", FigureWidget(), aliases=("Công suất MW", "Công suất, MW"))
    capital_billion_vnd = SheetField(
        "Vốn", "capital_billion_vnd", FigureWidget(), aliases=("Vốn tỷ đồng", "Vốn, tỷ đồng", "Tổng vốn")
    )
    investor = SheetField("Nhà đầu tư", "investor", BriefWidget(250), aliases=("Chủ đầu tư",))

    class Meta:
        model = Project
        fields = ("name", "kind", "stage", "count", "places", "capacity_mw", "capital_billion_vnd", "investor")
        export_order = fields
