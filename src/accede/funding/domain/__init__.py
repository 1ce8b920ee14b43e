"""What may happen to money: functions named by verbs, one transaction each, the day and the person passed in."""
