"""Every URL and every role: what a GET answers, and what a POST answers where the address writes.

A row: `Row("projects:edit", kwargs={"code": "…"}, everyone=403, neighbour=404, leader=200, post={"everyone": 403,
"leader": 302}, sent={…})`. LOGIN is being sent to sign in, a tuple lists the statuses that will do, `Found(model,
column, lookups)` takes a value of the address from the demo data.
"""

from tests.architecture.guards.access import Row

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

ROWS: tuple[Row, ...] = ()
