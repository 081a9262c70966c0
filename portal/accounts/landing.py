"""Where each role starts, as data."""

from django.urls import NoReverseMatch, reverse

from portal.accounts.roles import Role

MY_WORK = "desk:my_work"
PROVINCE = "dashboards:province"
# Who enters or approves begins with the work, who looks on with the province.
START_PAGES: dict[str, tuple[str, ...]] = {
    Role.CLERK: (MY_WORK,),
    Role.LEADER: (MY_WORK,),
    Role.REVIEWER: (PROVINCE, MY_WORK),
    Role.VIEWER: (PROVINCE, MY_WORK),
    Role.UNIT_ADMIN: (PROVINCE, MY_WORK),
    Role.ADMIN: ("administration:home", PROVINCE, MY_WORK),
}


def start_page(role: str) -> str:
    """The address of the first page of the role that this installation has."""
    for name in START_PAGES[role]:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    raise NoReverseMatch(f"no start page for {role}")
