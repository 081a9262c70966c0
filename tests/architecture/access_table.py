"""Every URL and every role: what a GET answers, and what a POST answers where the address writes.

A row: `Row("projects:edit", kwargs={"code": "…"}, everyone=403, neighbour=404, leader=200, post={"everyone": 403,
"leader": 302}, sent={…})`. LOGIN is being sent to sign in, a tuple lists the statuses that will do, `Found(model,
column, lookups)` takes a value of the address from the demo data. A room adds its rows as a tuple of its own.
"""

from typing import Any

from tests.architecture.guards.access import LOGIN, Found, Row, Status

# The account of the demo data that plays each role: clerk and leader of Đắk Song, the clerk of Đắk Mil beside it, and
# people of the province.
USERNAMES = {
    "clerk": "canbo.daksong",
    "neighbour": "canbo.dakmil",
    "leader": "lanhdao.daksong",
    "reviewer": "chuyenvien.tinh",
    "viewer": "lanhdao.tinh",
    "admin": "quantri",
}
# Roles that the demo data give no account: each is played by a copy of this person's with the role changed.
COPIED = {"unit_admin": "clerk"}

OF_DAK_SONG = {"unit": "665", "period": "SK05-NQTU-2023"}
OF_A_COMMUNE = {"unit": "24718", "period": "2026"}
OF_THE_PROVINCE = {"unit": "67", "period": "SK23-52-2023"}
REPORT = {"slug": "bc-soket-05nq-daksong"}
RESOLUTION = {"slug": "09-nq-tu-2021"}
ROADS = "road_paved_commune"


def report_page(name: str, *, may: dict[str, Status], post: dict[str, Status] | None = None, **fields: Any) -> Row:
    """A page about the report of Đắk Song: `may` and `post` name the roles that do not get 403."""
    written = None if post is None else {"everyone": 403, **post}
    return Row(f"indicators:{name}", kwargs=OF_DAK_SONG, everyone=403, **may, post=written, **fields)


def foreign_report(kwargs: dict[str, str], note: str) -> Row:
    """The report of another unit: who looks after the whole province sees it, Đắk Song does not know that it exists."""
    seen = {"reviewer": 200, "admin": 200, "viewer": 403, "unit_admin": 403}
    written = {"clerk": 404, "neighbour": 404, "everyone": 403}
    return Row("indicators:entry", kwargs=kwargs, everyone=404, **seen, post=written, note=note)


AN_ACCOUNT = {"pk": Found("accounts.User", "pk", {"username": "lanhdao.daksong"})}
A_FORM = {"pk": Found("workflow.ReportingForm", "pk", {"is_default": False})}
AN_ITEM = {**A_FORM, "item": Found("indicators.FormIndicator", "pk", {"indicator__code": "population"})}

ADMINISTRATION = (
    Row("administration:healthz", anonymous=200),
    Row("administration:readyz", anonymous=200),
    Row("administration:home", everyone=403, admin=200),
    Row("administration:people", everyone=403, admin=200, unit_admin=200),
    Row("administration:person_new", everyone=403, admin=200, post={"everyone": 403, "admin": 422}),
    Row(
        "administration:person",
        kwargs=AN_ACCOUNT,
        everyone=403,
        admin=200,
        unit_admin=200,
        post={"everyone": 403, "admin": 422},
    ),
    Row(
        "administration:person_password",
        kwargs=AN_ACCOUNT,
        everyone=403,
        admin=405,
        unit_admin=405,
        post={"everyone": 403, "admin": 200, "unit_admin": 200},
    ),
    Row(
        "administration:person_state",
        kwargs=AN_ACCOUNT,
        everyone=403,
        admin=405,
        unit_admin=405,
        post={"everyone": 403, "admin": 422, "unit_admin": 422},
    ),
    Row(
        "administration:person",
        kwargs={"pk": Found("accounts.User", "pk", {"username": "lanhdao.tinh"})},
        everyone=403,
        admin=200,
        unit_admin=404,
        post={"everyone": 403, "admin": 422},
        note="of the province",
    ),
    Row("admin:index", everyone=302, anonymous=302, admin=200, post={"everyone": 302, "anonymous": 302, "admin": 200}),
)

ACCOUNTS = (
    Row("accounts:landing", everyone=302),
    Row("accounts:login", everyone=302, anonymous=200, post={"everyone": 302, "anonymous": 200}),
    Row("accounts:logout", everyone=405, anonymous=405, post={"everyone": LOGIN}),
    Row("accounts:password_change", post={"everyone": 200}),
    Row("accounts:admin_login", everyone=403, admin=302),
    Row("accounts:admin_logout", everyone=405, anonymous=405, post={"everyone": LOGIN}),
    Row("accounts:admin_password_change", everyone=302, post={"everyone": 302}),
)

# What the quality rules found about a figure of Đắk Song: its people explain it, a reviewer too.
A_FINDING = {"pk": Found("indicators.Finding", "pk", {"series__unit__code": "665", "rule": "last_digit"})}
A_HOLIDAY = {"pk": Found("periods.Holiday", "pk", {"day": "2026-09-02"})}

DESK = (Row("desk:my_work"),)

# Deciding and following up: who approves or receives has an inbox, who sees drafts sees how complete a period is.
OWN_REPORT = {"pk": Found("workflow.Submission", "pk", {"unit__code": "665", "period__code": "SK05-NQTU-2023"})}
FOLLOWING_UP = (
    Row("desk:inbox", everyone=403, leader=200, reviewer=200),
    Row("desk:inbox_approve", everyone=403, leader=200, post={"everyone": 403, "leader": 422}),
    Row("desk:completeness", viewer=403, unit_admin=403),
    Row("desk:urge", everyone=403, reviewer=405, post={"everyone": 403, "reviewer": 302}),
    Row("desk:request_texts", everyone=403, reviewer=200),
    Row("desk:waive", kwargs=OWN_REPORT, everyone=403, reviewer=200, post={"everyone": 403, "reviewer": 422}),
    Row(
        "desk:waive", kwargs={"pk": 0}, everyone=403, reviewer=404, post={"everyone": 403, "reviewer": 404}, note="gone"
    ),
    Row(
        "desk:close_period",
        kwargs={"period": "SK05-NQTU-2023"},
        everyone=403,
        reviewer=200,
        post={"everyone": 403, "reviewer": 409},
    ),
    Row(
        "desk:close_period",
        kwargs={"period": "khong-co"},
        everyone=403,
        reviewer=404,
        post={"everyone": 403, "reviewer": 404},
        note="unknown",
    ),
    Row("desk:deputies", everyone=403, leader=200, post={"everyone": 403, "leader": 422}),
    Row("desk:deputy_end", kwargs={"pk": 0}, everyone=403, leader=405, post={"everyone": 403, "leader": 404}),
    Row("notices:notice_list", post={"everyone": 302}),
    Row("notices:notice_open", kwargs={"pk": 0}, everyone=405, post={"everyone": 404}),
)

QUALITY = (
    Row("desk:quality"),
    Row("desk:finding", kwargs=A_FINDING, post={"everyone": 403, "clerk": 422, "leader": 422, "reviewer": 422}),
    Row(
        "desk:finding",
        kwargs=A_FINDING,
        post={"everyone": 403, "reviewer": 302},
        sent={"action": "accept", "explanation": "Đã xem"},
        note="accepted",
    ),
    Row("desk:finding", kwargs={"pk": 0}, everyone=404, post={"everyone": 404}, note="unknown"),
    Row("desk:integrity", everyone=403, admin=200),
    Row("administration:open_reports", everyone=403, admin=200, post={"everyone": 403, "admin": 422}),
    Row("administration:forms", everyone=403, admin=200),
    Row("administration:form_new", everyone=403, admin=200, post={"everyone": 403, "admin": 422}),
    Row("administration:form", kwargs=A_FORM, everyone=403, admin=200, post={"everyone": 403, "admin": 422}),
    Row("administration:form", kwargs={"pk": 0}, everyone=403, admin=404, note="unknown"),
    # the demo's form holds for every year, so that it has no next version: back to its page with the reason
    Row("administration:form_next", kwargs=A_FORM, everyone=403, admin=405, post={"everyone": 403, "admin": 302}),
    Row("administration:form_item_new", kwargs=A_FORM, everyone=403, admin=200, post={"everyone": 403, "admin": 422}),
    Row("administration:form_item", kwargs=AN_ITEM, everyone=403, admin=200, post={"everyone": 403, "admin": 422}),
    Row("administration:form_open", kwargs=A_FORM, everyone=403, admin=200, post={"everyone": 403, "admin": 422}),
    Row("administration:holidays", everyone=403, admin=200, post={"everyone": 403, "admin": 422}),
    Row(
        "administration:holiday_remove",
        kwargs=A_HOLIDAY,
        everyone=403,
        admin=200,
        post={"everyone": 403, "admin": 302},
    ),
    Row(
        "administration:holiday_remove",
        kwargs={"pk": 0},
        everyone=403,
        admin=404,
        post={"everyone": 403, "admin": 404},
        note="unknown",
    ),
)

ARRANGEMENTS = (
    Row("desk:reorganisation_list", everyone=403, admin=200),
    Row(
        "desk:reorganisation_new",
        kwargs={"kind": "sap-nhap"},
        everyone=403,
        admin=200,
        post={"everyone": 403, "admin": 422},
    ),
    Row(
        "desk:reorganisation_new",
        kwargs={"kind": "khong-co"},
        everyone=403,
        admin=404,
        post={"everyone": 403, "admin": 404},
        note="unknown",
    ),
    Row("desk:reorganisation", kwargs={"pk": 0}, everyone=403, admin=404, post={"everyone": 403, "admin": 404}),
    Row("desk:reorganisation_undo", kwargs={"pk": 0}, everyone=403, admin=405, post={"everyone": 403, "admin": 404}),
    Row("desk:reorganisation_discard", kwargs={"pk": 0}, everyone=403, admin=405, post={"everyone": 403, "admin": 404}),
    Row(
        "indicators:baselines",
        kwargs={"slug": "24718@2025-07-01"},
        everyone=403,
        post={"everyone": 403},
        note="of another unit",
    ),
    Row(
        "indicators:baselines",
        kwargs={"slug": "khong-co"},
        everyone=404,
        viewer=403,
        unit_admin=403,
        post={"everyone": 404, "viewer": 403, "unit_admin": 403},
        note="unknown",
    ),
)

DASHBOARDS = (
    Row("dashboards:home", everyone=302),
    Row("dashboards:province"),
    Row("dashboards:unit", kwargs={"slug": "665"}),
    Row("dashboards:unit", kwargs={"slug": "665"}, query="den-ngay=2023-08-30", note="on a day"),
    Row("dashboards:unit", kwargs={"slug": "khong-co"}, everyone=404, note="unknown"),
)

UNITS = (
    Row("units:unit_list"),
    Row("units:unit", kwargs={"slug": "665"}),
    Row("units:unit", kwargs={"slug": "khong-co"}, everyone=404, note="unknown"),
)

RESOLUTIONS = (
    Row("resolutions:resolution_list"),
    Row("resolutions:resolution", kwargs=RESOLUTION),
    Row("resolutions:programme_list"),
    Row("resolutions:plan_list"),
    Row("resolutions:document_list"),
    Row("resolutions:document", kwargs=REPORT),
    Row("resolutions:document", kwargs={"slug": "khong-co"}, everyone=404, note="unknown"),
    Row("resolutions:source", kwargs={"name": Found("resolutions.Document", "text_file", REPORT)}, everyone=302),
    Row("resolutions:source", kwargs={"name": "khong-co.txt"}, everyone=404, note="unknown"),
    Row("resolutions:task_list"),
    Row("resolutions:task", kwargs={"pk": Found("resolutions.Task", "pk", {"unit__code": "665"})}),
)

PROJECTS = (
    Row("projects:project_list"),
    Row("projects:project", kwargs={"pk": Found("projects.Project", "pk", {"places__code": "665"})}),
    Row("projects:facility_list"),
)

FIGURES = (
    Row("indicators:indicator_list"),
    Row("indicators:indicator", kwargs={"code": ROADS}),
    Row("indicators:series", kwargs={"code": ROADS, "slug": "665"}),
    Row("indicators:series", kwargs={"code": ROADS, "slug": "khong-co"}, everyone=404, note="unknown"),
)

# Targets and definitions are changed by administrators only; what is sent here lacks everything.
A_TARGET = {"pk": Found("indicators.Target", "pk", {"series__indicator__code": "grdp_ind_growth"})}
VERSIONS = (
    Row("indicators:target_amend", kwargs=A_TARGET, everyone=403, admin=200, post={"everyone": 403, "admin": 422}),
    Row("indicators:target_path", kwargs=A_TARGET, everyone=403, admin=200, post={"everyone": 403, "admin": 422}),
    Row("indicators:redefine", kwargs={"code": ROADS}, everyone=403, admin=200, post={"everyone": 403, "admin": 422}),
    Row("indicators:derive", kwargs={"code": ROADS}, everyone=403, admin=200, post={"everyone": 403, "admin": 422}),
    Row("indicators:weigh", kwargs={"code": ROADS}, everyone=403, admin=200, post={"everyone": 403, "admin": 422}),
    *(
        Row(
            f"indicators:{name}",
            kwargs=kwargs,
            everyone=403,
            admin=404,
            post={"everyone": 403, "admin": 404},
            note="unknown",
        )
        for name, kwargs in (
            ("target_amend", {"pk": 0}),
            ("target_path", {"pk": 0}),
            ("redefine", {"code": "khong-co"}),
            ("derive", {"code": "khong-co"}),
            ("weigh", {"code": "khong-co"}),
        )
    ),
)

AN_EVIDENCE = {"pk": Found("evidence.EvidenceFile", "pk")}
REPORTS = (
    Row("indicators:entry_list", viewer=403, unit_admin=403),
    report_page(
        "entry",
        may={"clerk": 200, "neighbour": 404, "leader": 200, "reviewer": 200, "admin": 200},
        post={"clerk": 302, "neighbour": 404},
        sent={"action": "save"},
    ),
    # Written by PATCH alone (tests/indicators/test_autosave.py): who enters figures is told so, nobody else gets there.
    report_page("entry_cells", may={"clerk": 405, "neighbour": 405}, post={"clerk": 405, "neighbour": 405}),
    report_page("entry_tasks", may={"clerk": 302, "neighbour": 404}, post={"clerk": 302, "neighbour": 404}),
    report_page("entry_obstacles", may={"clerk": 302, "neighbour": 404}, post={"clerk": 302, "neighbour": 404}),
    report_page("entry_print", may={"clerk": 200, "neighbour": 404, "leader": 200, "reviewer": 200, "admin": 200}),
    report_page("entry_blank", may={"clerk": 200, "neighbour": 404, "leader": 200, "reviewer": 200, "admin": 200}),
    report_page(
        "evidence",
        may={"clerk": 200, "neighbour": 404, "leader": 200, "reviewer": 200, "admin": 200},
        post={"clerk": 422, "neighbour": 404},
    ),
    *(
        Row(
            "indicators:cell_evidence",
            kwargs={**OF_DAK_SONG, "indicator": code},
            everyone=403,
            clerk=status,
            neighbour=404,
            leader=status,
            reviewer=status,
            admin=status,
            post={"everyone": 403, "clerk": answer, "neighbour": 404},
            note=note,
        )
        for code, status, answer, note in ((ROADS, 200, 422, ""), ("khong-co", 404, 404, "unknown"))
    ),
    # The file stands beside a draft of Đắk Song, put there by the fixture `attached`; a file in force is asked for in
    # tests/evidence/test_pages.py.
    Row(
        "evidence:file",
        kwargs=AN_EVIDENCE,
        everyone=404,
        clerk=200,
        leader=200,
        reviewer=200,
        admin=200,
    ),
    Row("evidence:file", kwargs={"pk": 0}, everyone=404, note="unknown"),
    report_page("entry_submit", may={"clerk": 200, "neighbour": 404}, post={"clerk": 409, "neighbour": 404}),
    report_page("entry_recall", may={"clerk": 200, "neighbour": 404}, post={"clerk": 409, "neighbour": 404}),
    report_page("entry_approve", may={"leader": 200}, post={"leader": 409}),
    report_page(
        "entry_return",
        may={"leader": 200, "reviewer": 200},
        post={"leader": 409, "reviewer": 409},
        sent={"reason": "Xem lại"},
    ),
    report_page(
        "entry_reopen",
        may={"leader": 200, "reviewer": 200},
        post={"leader": 409, "reviewer": 409},
        sent={"reason": "Xem lại"},
    ),
    report_page("entry_receive", may={"reviewer": 200}, post={"reviewer": 409}),
    report_page("entry_extend", may={"reviewer": 200, "admin": 200}, post={"reviewer": 422, "admin": 422}),
    foreign_report(OF_A_COMMUNE, "of a commune of 2025"),
    foreign_report(OF_THE_PROVINCE, "of the province"),
)

# Only an administrator imports for all; the batch is handed in by the fixture `handed_in`.
BATCH = {"pk": Found("imports.ImportBatch", "pk")}
WAITING = {"pk": Found("imports.WaitingFile", "pk")}
OF_FIGURES = {"kind": "observations"}
IMPORTS = (
    Row("imports:start", everyone=403, admin=200, post={"everyone": 403, "admin": 422}),
    Row("imports:template", kwargs=OF_FIGURES, everyone=403, admin=200),
    Row("imports:template", kwargs={"kind": "khong-co"}, everyone=403, admin=404, note="unknown"),
    Row("imports:export", kwargs={**OF_FIGURES, "suffix": "xlsx"}, everyone=403, admin=200),
    Row("imports:export", kwargs={**OF_FIGURES, "suffix": "csv"}, everyone=403, admin=200, note="as text"),
    *(
        Row(
            name,
            kwargs=OF_DAK_SONG,
            everyone=403,
            clerk=200,
            neighbour=404,
            post={"everyone": 403, "clerk": 422, "neighbour": 404} if name == "imports:own" else None,
        )
        for name in ("imports:own", "imports:own_template")
    ),
    Row("imports:questions", kwargs=WAITING, everyone=403, admin=200, post={"everyone": 403, "admin": 422}),
    Row("imports:questions", kwargs={"pk": 0}, everyone=403, admin=404, note="answered already"),
    Row("imports:batch", kwargs=BATCH, everyone=403, admin=200, post={"everyone": 403, "admin": 422}),
    Row("imports:batch", kwargs={"pk": 0}, everyone=403, admin=404, post={"everyone": 403, "admin": 404}, note="gone"),
    Row("imports:result", kwargs=BATCH, everyone=403, admin=200),
    Row("imports:undo", kwargs=BATCH, everyone=403, admin=200, post={"everyone": 403, "admin": 422}),
    Row("imports:undo", kwargs={"pk": 0}, everyone=403, admin=404, post={"everyone": 403, "admin": 404}, note="gone"),
)

ROWS: tuple[Row, ...] = (
    *ADMINISTRATION,
    *ACCOUNTS,
    *DESK,
    *FOLLOWING_UP,
    *QUALITY,
    *ARRANGEMENTS,
    *DASHBOARDS,
    *UNITS,
    *RESOLUTIONS,
    *PROJECTS,
    *FIGURES,
    *VERSIONS,
    *REPORTS,
    *IMPORTS,
)
