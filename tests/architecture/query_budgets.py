"""How many queries each page may take; a rise shows in the diff.

Two of them are the session and the person; a clerk and a leader pay two more, for the units of their account and for
the number in the menu.
"""

from tests.architecture.access_table import (
    A_FINDING,
    A_HOLIDAY,
    A_TARGET,
    AN_ACCOUNT,
    BATCH,
    OF_DAK_SONG,
    OF_FIGURES,
    OWN_REPORT,
    REPORT,
    RESOLUTION,
    ROADS,
)
from tests.architecture.guards.access import Found
from tests.architecture.guards.budgets import Budget

DAK_SONG = {"slug": "665"}
A_TASK = {"pk": Found("resolutions.Task", "pk", {"unit__code": "665"})}
A_PROJECT = {"pk": Found("projects.Project", "pk", {"places__code": "665"})}
A_SERIES = {"code": ROADS, "slug": "665"}

READ_BY_ALL = (
    Budget("accounts:password_change", 2),
    Budget("notices:notice_list", 4),
    Budget("desk:my_work", 3),
    Budget("dashboards:province", 15, grows="indicators"),
    Budget("dashboards:unit", 15, kwargs=DAK_SONG, grows="units"),
    Budget("dashboards:unit", 15, kwargs={"slug": "663"}, grows="indicators"),
    Budget("units:unit_list", 5, grows="units"),
    Budget("units:unit", 10, kwargs=DAK_SONG, grows="units"),
    Budget("resolutions:resolution_list", 4, grows="documents"),
    Budget("resolutions:resolution", 12, kwargs=RESOLUTION, grows="tasks"),
    Budget("resolutions:programme_list", 4, grows="documents"),
    Budget("resolutions:plan_list", 4, grows="documents"),
    Budget("resolutions:document_list", 4, grows="documents"),
    Budget("resolutions:document", 12, kwargs=REPORT, grows="tasks"),
    Budget("resolutions:task_list", 8, grows="tasks"),
    Budget("resolutions:task", 13, kwargs=A_TASK),
    Budget("projects:project_list", 10, grows="projects"),
    Budget("projects:project", 7, kwargs=A_PROJECT),
    Budget("projects:facility_list", 7, grows="facilities"),
    Budget("indicators:indicator_list", 10, grows="indicators"),
    Budget("indicators:indicator", 10, kwargs={"code": ROADS}, grows="units"),
    Budget("indicators:series", 11, kwargs=A_SERIES, grows="figures"),
    Budget("desk:quality", 6, grows="figures"),
    Budget("desk:finding", 3, kwargs=A_FINDING),
    Budget("indicators:series", 70, kwargs=A_SERIES, query="theo=don-vi-hien-nay", grows="figures"),
)

BY_CLERKS = (
    Budget("desk:my_work", 14, role="clerk", grows="reports"),
    Budget("dashboards:province", 15, role="clerk", grows="units"),
    Budget("dashboards:province", 15, role="clerk", query="den-ngay=2023-06-01", grows="figures"),
    Budget("dashboards:unit", 15, role="clerk", kwargs=DAK_SONG, grows="indicators"),
    Budget("dashboards:unit", 15, role="clerk", kwargs=DAK_SONG, query="hom-nay=1", grows="tasks"),
    Budget("resolutions:document_list", 6, role="clerk"),
    Budget("resolutions:document", 14, role="clerk", kwargs=REPORT),
    Budget("resolutions:task", 15, role="clerk", kwargs=A_TASK),
    Budget("projects:project_list", 12, role="clerk"),
    Budget("indicators:indicator_list", 12, role="clerk"),
    Budget("indicators:series", 13, role="clerk", kwargs=A_SERIES),
    Budget("desk:finding", 6, role="clerk", kwargs=A_FINDING),
    Budget("indicators:entry_list", 6, role="clerk", grows="reports"),
    Budget("indicators:entry", 18, role="clerk", kwargs=OF_DAK_SONG, grows="indicators"),
    Budget("indicators:entry_submit", 17, role="clerk", kwargs=OF_DAK_SONG, grows="indicators"),
    Budget("indicators:entry_recall", 13, role="clerk", kwargs=OF_DAK_SONG),
    Budget("indicators:entry_print", 17, role="clerk", kwargs=OF_DAK_SONG, grows="indicators"),
)

BY_THOSE_WHO_DECIDE = (
    Budget("desk:my_work", 8, role="leader", grows="reports"),
    Budget("indicators:entry_list", 6, role="leader", grows="reports"),
    Budget("indicators:entry", 18, role="leader", kwargs=OF_DAK_SONG, grows="indicators"),
    Budget("indicators:entry_approve", 17, role="leader", kwargs=OF_DAK_SONG, grows="indicators"),
    Budget("indicators:entry_return", 17, role="leader", kwargs=OF_DAK_SONG),
    Budget("indicators:entry_reopen", 12, role="leader", kwargs=OF_DAK_SONG),
    Budget("desk:my_work", 6, role="reviewer", grows="reports"),
    Budget("desk:inbox", 14, role="leader"),
    Budget("desk:inbox", 12, role="reviewer"),
    Budget("desk:inbox_approve", 8, role="leader"),
    Budget("desk:completeness", 11, role="reviewer", grows="reports"),
    Budget("desk:completeness", 13, role="leader", grows="reports"),
    Budget("desk:request_texts", 5, role="reviewer"),
    Budget("desk:waive", 4, role="reviewer", kwargs=OWN_REPORT),
    Budget("desk:close_period", 11, role="reviewer", kwargs={"period": "SK05-NQTU-2023"}, grows="reports"),
    Budget("desk:deputies", 8, role="leader"),
    Budget("notices:notice_list", 5, role="leader"),
    Budget("dashboards:province", 15, role="leader", grows="projects"),
    Budget("dashboards:unit", 15, role="leader", kwargs=DAK_SONG, grows="reports"),
    Budget("dashboards:province", 15, role="reviewer", grows="reports"),
    Budget("dashboards:unit", 15, role="reviewer", kwargs=DAK_SONG, grows="documents"),
    Budget("dashboards:province", 15, role="admin", grows="units"),
    Budget("dashboards:unit", 15, role="admin", kwargs=DAK_SONG, grows="facilities"),
    Budget("indicators:entry_list", 4, role="reviewer", grows="reports"),
    Budget("indicators:entry_receive", 10, role="reviewer", kwargs=OF_DAK_SONG),
    Budget("indicators:entry_extend", 6, role="reviewer", kwargs=OF_DAK_SONG),
    Budget("desk:quality", 7, role="reviewer", query="don-vi=665"),
    Budget("desk:my_work", 3, role="admin"),
    Budget("desk:reorganisation_list", 4, role="admin"),
    Budget("desk:reorganisation_new", 3, role="admin", kwargs={"kind": "sap-nhap"}),
    Budget("desk:reorganisation_new", 5, role="admin", kwargs={"kind": "co-quan"}),
    Budget("imports:start", 9, role="admin"),
    Budget("imports:template", 9, role="admin", kwargs=OF_FIGURES),
    Budget("imports:export", 9, role="admin", kwargs={**OF_FIGURES, "suffix": "xlsx"}, grows="figures"),
    Budget("imports:batch", 9, role="admin", kwargs=BATCH),
    Budget("imports:result", 9, role="admin", kwargs=BATCH),
    Budget("indicators:target_amend", 5, role="admin", kwargs=A_TARGET, grows="figures"),
    Budget("indicators:target_path", 5, role="admin", kwargs=A_TARGET),
    Budget("indicators:redefine", 5, role="admin", kwargs={"code": ROADS}),
    Budget("desk:integrity", 11, role="admin", grows="units"),
    Budget("administration:home", 8, role="admin"),
    Budget("administration:people", 4, role="admin"),
    Budget("administration:person", 7, role="admin", kwargs=AN_ACCOUNT),
    Budget("administration:person_new", 5, role="admin"),
    Budget("administration:holidays", 4, role="admin"),
    Budget("administration:holiday_remove", 3, role="admin", kwargs=A_HOLIDAY),
    Budget("admin:index", 3, role="admin"),
)

BUDGETS: tuple[Budget, ...] = (*READ_BY_ALL, *BY_CLERKS, *BY_THOSE_WHO_DECIDE)
