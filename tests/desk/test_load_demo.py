"""The demo data: complete, true to their sources, loaded as often as one likes."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
import yaml
from django.apps import apps
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.db.models import Count, F

from indicators.models import (
    Comparison,
    ComparisonInput,
    Indicator,
    IndicatorGroup,
    Observation,
    Provenance,
    ReportedVerdict,
    Series,
    Standing,
    Target,
)
from portal.accounts.models import User
from portal.desk.loading import simulation
from portal.desk.loading.books import Book, Outcome
from portal.desk.loading.demo import Demo, load_demo
from portal.desk.loading.reading import DEMO, SOURCES
from portal.desk.models import ExternalSystem, RegisterCount
from portal.history.models import Event, Sourced
from portal.periods.models import Period
from portal.units.actions import resolve
from portal.units.models import AdminUnit, Agency, Ancestry, Placement, UnitFact, UnitSuccession
from portal.workflow.models import Submission
from projects.models import Facility, Project
from resolutions.models import (
    Assessment,
    Campaign,
    Clause,
    Document,
    DocumentLink,
    Meeting,
    Obstacle,
    Task,
)

pytestmark = pytest.mark.usefixtures("demo")

BEFORE, SINCE = date(2025, 6, 30), date(2025, 7, 1)
LISTS = {
    AdminUnit: ("areas", "areas"),
    UnitSuccession: ("areas", "successions"),
    UnitFact: ("areas", "unit_facts"),
    Agency: ("agencies", "agencies"),
    Campaign: ("campaigns", "campaigns"),
    Meeting: ("campaigns", "events"),
    Document: ("documents", "documents"),
    DocumentLink: ("documents", "relations"),
    Clause: ("documents", "clauses"),
    Indicator: ("indicators", "indicators"),
    Target: ("indicators", "targets"),
    Observation: ("observations", "observations"),
    Provenance: ("observations", "observations"),
    Comparison: ("observations", "comparisons"),
    ReportedVerdict: ("observations", "reported_verdicts"),
    Task: ("tasks", "tasks"),
    Obstacle: ("issues", "issues"),
    Assessment: ("issues", "assessments"),
    Project: ("projects", "projects"),
    Facility: ("projects", "facilities_and_firms"),
    ExternalSystem: ("systems", "systems"),
}


def fixture(name, of):
    """A list of a fixture, read without the loader under test."""
    return yaml.safe_load((DEMO / f"{name}.yaml").read_text(encoding="utf-8"))[of]


def exact(value):
    """A number of the fixture as it stands in the file."""
    return None if value is None else Decimal(str(value))


def rows_everywhere():
    """How many rows every table of the portal has, history and ledger included."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def quotes(node):
    """Every sentence that a fixture quotes, however deep."""
    if isinstance(node, dict):
        if {"file", "line", "quote"} <= node.keys():
            yield node
        for value in node.values():
            yield from quotes(value)
    elif isinstance(node, list):
        for value in node:
            yield from quotes(value)


@pytest.mark.parametrize(("model", "where"), LISTS.items(), ids=lambda one: getattr(one, "__name__", None))
def test_every_record_of_the_fixtures_is_a_row(model, where):
    assert model.objects.count() == len(fixture(*where)) > 0


def test_every_period_of_the_fixtures_exists_with_its_days():
    for record in fixture("campaigns", "periods"):
        period = Period.objects.get(code=record["code"])
        assert (period.kind, str(period.ends_on)) == (record["kind"], record["to"])
        assert (period.starts_on and str(period.starts_on)) == record["from"]


def test_a_second_load_writes_nothing_at_all():
    before = rows_everywhere()
    demo = load_demo()
    assert demo.writes == 0
    assert {one.password for one in demo.accounts} == {"mật khẩu như lần trước"}
    assert rows_everywhere() == before


def test_a_difference_is_written_once_with_one_event():
    Task.objects.filter(source_key="t1").update(text="Khác với tệp")
    before = Event.objects.count()
    demo = load_demo()
    assert demo.facts.tallies[Task].count(Outcome.CHANGED) == demo.writes == 1
    assert Event.objects.count() == before + 1
    event = Event.objects.order_by("-position").first()
    assert (event.verb, event.rows, event.via) == ("load_demo", 1, "command")
    assert Task.objects.get(source_key="t1").text == fixture("tasks", "tasks")[0]["text_vi"]
    assert load_demo().writes == 0


def test_a_campaign_gets_the_days_of_the_fixture_again():
    period = Period.objects.get(code="SK05-NQTU-2023")
    Period.objects.filter(pk=period.pk).update(as_of_on=date(2023, 8, 1), name="Khác với tệp")
    assert load_demo().facts.tallies[Period].count(Outcome.CHANGED) == 1
    again = Period.objects.get(pk=period.pk)
    assert (again.as_of_on, again.name, again.position) == (date(2023, 8, 30), period.name, period.position)


def test_a_link_that_was_lost_comes_back():
    task = Task.objects.get(source_key="t1")
    led = set(task.leads.all())
    task.leads.clear()
    assert load_demo().writes == 1
    assert set(task.leads.all()) == led != set()


def test_a_corrected_figure_survives_another_load():
    figure = Observation.objects.filter(provenance__source_key="o003")
    figure.update(value=Decimal("84100"), reason="Đính chính", version=2)
    assert load_demo().writes == 0
    assert figure.get().value == Decimal("84100")


def test_the_json_counts_every_list_of_the_fixtures():
    out = StringIO()
    call_command("load_demo", "--force", "--json", stdout=out, stderr=StringIO())
    counts = json.loads(out.getvalue())
    for model, where in LISTS.items():
        assert counts[model._meta.label] == {"records": len(fixture(*where)), "new": 0, "changed": 0}
    assert counts["periods.Period"]["records"] == len(fixture("campaigns", "periods"))
    assert counts["demo accounts.User"]["records"] == User.objects.filter(is_demo=True).count()


def test_outside_debug_the_command_refuses_and_writes_nothing(settings):
    settings.DEBUG = False
    before = rows_everywhere()
    with pytest.raises(CommandError, match="--force") as refusal:
        call_command("load_demo")
    assert refusal.value.returncode == 1
    assert rows_everywhere() == before


def test_the_tables_name_the_accounts_and_no_known_password():
    out = StringIO()
    call_command("load_demo", "--force", stdout=out)
    assert "canbo.daksong" in out.getvalue()
    assert "Đơn vị hành chính" in out.getvalue()
    assert "mật khẩu như lần trước" in out.getvalue()


def test_every_quote_stands_literally_on_its_line():
    lines = {path.name: path.read_text(encoding="utf-8").splitlines() for path in SOURCES.glob("*.txt")}
    found = [one for path in DEMO.glob("*.yaml") for one in quotes(yaml.safe_load(path.read_text(encoding="utf-8")))]
    assert len(found) > 300
    missing = [one for one in found if one["quote"] not in lines[one["file"]][one["line"] - 1]]
    assert missing == []


def test_the_rows_carry_the_sentences_of_their_records():
    lines = {path.name: path.read_text(encoding="utf-8").splitlines() for path in SOURCES.glob("*.txt")}
    for model in (one for one in LISTS if issubclass(one, Sourced)):
        for row in model.objects.all():
            for one in row.sources:
                assert one["quote"] in lines[one["file"]][one["line"] - 1]
    assert not Provenance.objects.filter(sources=[]).exists()
    assert {len(task.sources) for task in Task.objects.directions()} == {2}


def test_figures_stand_as_the_source_prints_them():
    for record in fixture("observations", "observations"):
        row = Provenance.objects.select_related("observation__period").get(source_key=record["id"])
        figure = row.observation
        assert figure.as_reported == exact(record["value"])
        assert figure.numerator == exact(record.get("numerator"))
        assert figure.value == (None if figure.numerator else exact(record["value"]))
        assert row.printed == record["value_text"]
        assert str(figure.as_of_on) == (record["as_of"] or str(figure.period.as_of_on))
        assert figure.via == "report"


def test_a_figure_without_a_day_is_known_from_the_day_of_its_review():
    figure = Observation.objects.get(provenance__source_key="o047")
    assert (figure.as_of_on, figure.known_on) == (date(2022, 12, 31), date(2023, 5, 23))


def test_a_source_agency_owns_the_series_of_its_own_unit_only():
    owned = Series.objects.exclude(owner=None)
    assert set(owned.values_list("owner__source_key", flat=True)) == {"ag-sct-dn"}
    assert not owned.exclude(owner__unit=F("unit")).exists()
    assert Series.objects.get(indicator__code="grdp_ind_growth").owner.short_name == "Sở Công Thương"


def test_the_five_roads_form_a_group_of_parts():
    group = IndicatorGroup.objects.get(code="roads")
    roads = [one for one in fixture("indicators", "indicators") if one.get("part_of_whole")]
    assert set(group.indicators.values_list("code", flat=True)) == {one["id"] for one in roads}
    assert set(group.indicators.values_list("is_part_of_whole", flat=True)) == {True}


def test_growth_is_judged_against_the_target_that_was_loaded_before_it():
    standing = Standing.objects.get(series__indicator__code="grdp_ind_growth")
    assert (standing.verdict, standing.gap) == ("not_met", Decimal("-0.36"))
    assert Standing.objects.get(series__indicator__code="ind_productivity_growth").verdict == "reported_not_met"
    assert Target.objects.get(is_primary=True).source_key == "tg1"


def test_comparisons_know_their_operands():
    kinds = ComparisonInput.objects.filter(comparison__source_key="c08").order_by("position")
    assert [(one.figure_id is not None, one.target_id is not None) for one in kinds] == [(True, False), (False, True)]
    named = ComparisonInput.objects.filter(comparison__source_key="c21").values_list("text", flat=True)
    assert "Công ty Haprosimex" in named
    expected = sum(len(one["inputs"]) for one in fixture("observations", "comparisons"))
    assert ComparisonInput.objects.count() == expected


def test_a_code_is_two_communes():
    assert resolve("24722", BEFORE).name == "Xã Thuận Hà"
    assert resolve("24722", SINCE).name == "Xã Thuận Hạnh"
    assert resolve("24724", BEFORE).name == "Xã Thuận Hạnh"


def test_a_project_lies_in_the_commune_of_its_own_day():
    project = Project.objects.get(name="Dự án điện gió Thuận Hạnh 1")
    assert [unit.slug for unit in project.places.all()] == ["24724"]


def test_a_code_is_two_provinces():
    old, new = resolve("68", BEFORE), resolve("68", SINCE)
    assert (old.slug, new.slug) == ("68", "68@2025-07-01")
    assert AdminUnit.objects.below(old, BEFORE).count() == 0
    assert AdminUnit.objects.below(new, SINCE).count() == AdminUnit.objects.children_of(new, SINCE).count() == 28
    assert set(UnitSuccession.objects.lineage_of(new.pk)) >= {old.pk, resolve("67", BEFORE).pk}


def test_dak_song_had_nine_communes_which_became_four():
    district = resolve("665", date(2023, 8, 30))
    assert AdminUnit.objects.children_of(district, date(2023, 8, 30)).count() == 9
    dissolved = UnitSuccession.objects.get(predecessor=district)
    assert (dissolved.kind, dissolved.successor) == ("dissolved", None)
    assert dissolved.heirs.filter(wholly=True).count() == 4
    assert AdminUnit.objects.below(district, SINCE).count() == 0


def test_every_dissolved_district_has_heirs():
    dissolved = UnitSuccession.objects.filter(kind="dissolved").annotate(heir_count=Count("heirs"))
    assert dissolved.count() == AdminUnit.objects.filter(level="district").count() == 8
    assert all(one.heir_count for one in dissolved)


def test_the_ancestry_follows_the_placements():
    assert Placement.objects.count() == sum(bool(one["parent"]) for one in fixture("areas", "areas"))
    assert Ancestry.objects.filter(depth=0).count() == AdminUnit.objects.count()
    province = resolve("67", BEFORE)
    assert AdminUnit.objects.below(province, BEFORE).count() == 8 + 71


def test_an_agency_ends_with_its_unit_and_has_a_successor():
    industry = Agency.objects.get(source_key="ag-sct-dn")
    assert (industry.last_day, industry.successor.source_key) == (BEFORE, "ag-sct-ld")
    assert industry.successor.unit == resolve("68", SINCE)


def test_only_the_two_sources_hold_their_text():
    held = Document.objects.exclude(text="")
    assert set(held.values_list("source_key", flat=True)) == {"bc-soket-05nq-daksong", "bv-bkttw-2023"}
    for document in held:
        assert document.text == (SOURCES / document.text_file).read_text(encoding="utf-8")


def test_a_document_is_found_by_code_and_year():
    document = Document.objects.get(slug="05-nq-tu-2021")
    assert document.issuer.name == "Tỉnh ủy Đắk Nông"
    assert document in Document.objects.matching("phat trien cong nghiep tinh uy")
    assert Document.objects.get(source_key="nq-dh12-daknong").slug == "nq-dh12-daknong"


def test_what_is_read_into_the_text_says_so():
    figure = Provenance.objects.get(source_key="o039")
    assert figure.certainties["resolutions:nq-09-tu-2021"] == "inferred"
    assert figure.certainties["resolutions:nq-05-tu-2021"] == "stated"
    assert Obstacle.objects.get(source_key="i01").certainties["kind"] == "inferred"
    assert Meeting.objects.get(source_key="v01").certainties == {"held_on": "inferred"}


def test_remarks_in_english_stay_in_the_fixtures():
    for record in fixture("documents", "documents"):
        if record.get("note"):
            assert Document.objects.get(source_key=record["id"]).note == ""


def test_work_is_linked_with_figures_and_issues_from_either_end():
    assert set(Obstacle.objects.get(source_key="i20").caused_by.values_list("source_key", flat=True)) == {"i02", "i03"}
    assert Task.objects.get(source_key="s1").obstacles.exists()
    for task in fixture("tasks", "tasks"):
        linked = Task.objects.get(source_key=task["id"]).figures.values_list("source_key", flat=True)
        assert set(linked) == set(task.get("observations") or [])


def test_figures_that_hold_a_project_or_facility_are_named():
    things = fixture("projects", "projects") + fixture("projects", "facilities_and_firms")
    assert RegisterCount.objects.filter(role="counts").count() == sum(len(one["counted_in"]) for one in things)


def test_three_reports_stand_open_with_their_deadline():
    reports = {(one.unit.slug, one.period.code): one for one in Submission.objects.for_page()}
    district = reports["665", "SK05-NQTU-2023"]
    assert (district.state, district.form.is_default) == ("draft", True)
    assert district.due_on == date(2023, 9, 8)  # five working days after 30/8, past the holidays of 1 and 4 September
    assert reports["67", "SK23-52-2023"].form.is_default
    commune = reports[resolve("24718", SINCE).slug, "2026"]
    assert commune.form.items.count() == Series.objects.of_unit(commune.unit).count() == 12


def test_demo_accounts_hold_no_password_in_clear_and_take_a_new_one():
    demo = load_demo(password="mot-mat-khau-khac-2026")
    assert demo.extras.tallies[User].count(Outcome.CHANGED) == len(demo.accounts) == demo.writes
    assert {one.password for one in demo.accounts} == {"mot-mat-khau-khac-2026"}
    for user in User.objects.filter(is_demo=True):
        assert check_password("mot-mat-khau-khac-2026", user.password)
        assert "mot-mat-khau" not in user.password
    assert load_demo(password="mot-mat-khau-khac-2026").writes == 0


def test_a_new_account_gets_a_random_password_that_opens_it():
    User.objects.get(username="lanhdao.tinh").delete()
    issued = {one.user.username: one for one in load_demo().accounts}
    assert check_password(issued["lanhdao.tinh"].password, issued["lanhdao.tinh"].user.password)
    assert issued["quantri"].password == "mật khẩu như lần trước"


def test_made_up_figures_are_marked_repeatable_and_removable():
    real, series = Observation.objects.count(), Series.objects.entered().count()
    made = load_demo(simulated=True).extras.tallies[Observation].count(Outcome.NEW)
    simulated = Observation.objects.simulated()
    assert simulated.count() == made > 1000
    assert not simulated.filter(series__unit__code="665").exists()
    assert not Observation.objects.filter(is_simulated=False, series__in=simulated.values("series")).exists()
    assert not simulated.filter(numerator__gt=F("denominator")).exists()
    assert load_demo(simulated=True).writes == 0
    assert simulation.remove() == made
    assert (Observation.objects.count(), Series.objects.entered().count()) == (real, series)


def test_a_made_up_figure_never_stands_beside_real_ones():
    district = resolve("663", date(2023, 8, 30))
    series = Series.objects.create(unit=district, indicator=Indicator.objects.get(code="road_paved_district"))
    real = Observation.objects.get(provenance__source_key="o003")
    Observation.objects.filter(pk=real.pk).update(series=series)
    load_demo(simulated=True)
    assert list(series.observations.values_list("is_simulated", flat=True)) == [False]
    assert Observation.objects.simulated().filter(series__unit=district).exists()


def test_an_unknown_name_is_an_error_and_not_an_empty_link():
    book = Book()
    assert book.named(Document, None) is None
    with pytest.raises(KeyError):
        book.named(Document, "khong-co")


def test_a_new_demo_has_written_nothing():
    assert Demo().writes == 0
