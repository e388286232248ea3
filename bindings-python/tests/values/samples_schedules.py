"""Samples of schedules and the back-off; why the OTA device is no value."""

SAMPLES = {
    "Backoff": (
        "Backoff(timedelta(milliseconds=1), timedelta(days=365))",
        "Backoff()",
    ),
    "Lint": ("Lint('daily-or-more-often', 'fires daily')", "Lint('another', 'it\\'s \"quoted\"')"),
    "Schedule": ("Schedule('0 0 0 1 1/3 ? *')", "Schedule('0 0 0 1 1/4 ?')"),
}

NOT_VALUES = {"OtaDevice": "it has a state that changes; what survives is its record"}
