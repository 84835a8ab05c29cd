"""How a newsroom writes times in English: the 24-hour clock, the day before the month.

The first names are Django's; those below are ours, and every language has all of them.
"""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"

# Readers: a moment in full, of a note, of today, of this year; a day over its stories.
MOMENT = "j M Y, H:i T"
LONG_MOMENT = "j F Y, H:i T"
CLOCK = "H:i"
DAY_OF_YEAR = "j M"
WEEKDAY_DATE = "l, j F Y"
WEEKDAY_DAY = "l, j F"
WEEKDAY_MOMENT = "l, j F, H:i"
WEEKDAY_DATE_MOMENT = "l, j F Y, H:i"
# The desk: in lists and lines.
DESK_DAY = "D j M"
DESK_DATE = "D j M Y"
DESK_MOMENT = "D j M, H:i"
DESK_DATE_MOMENT = "D j M Y, H:i"
DESK_SECOND = "D j M, H:i:s"
DESK_DATE_SECOND = "D j M Y, H:i:s"
