"""Messages to people: what happened to their reports, reminders of deadlines, and letters that carry them."""
