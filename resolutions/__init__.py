"""Documents, their links and clauses, campaigns, tasks, assessments and obstacles: the spine."""
