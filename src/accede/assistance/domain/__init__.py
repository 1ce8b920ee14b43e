"""What may happen: functions named by verbs, by subject."""
