"""Pages where several subjects meet: unit, province and group dashboards."""
