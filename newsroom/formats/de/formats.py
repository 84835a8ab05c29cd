"""How newspapers in German write times: 25. November 2026, 14.05 Uhr; in the columns of the desk, 14:05."""

DATE_FORMAT = "j. F Y"
TIME_FORMAT = "G.i"
DATETIME_FORMAT = "j. F Y, G.i \\U\\h\\r"
SHORT_DATE_FORMAT = "j. N Y"
SHORT_DATETIME_FORMAT = "j. N Y, G.i \\U\\h\\r"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j. F"
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
FIRST_DAY_OF_WEEK = 1
DATE_INPUT_FORMATS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"]
TIME_INPUT_FORMATS = ["%H:%M", "%H.%M", "%H:%M:%S"]
DATETIME_INPUT_FORMATS = ["%d.%m.%Y %H:%M", "%d.%m.%Y %H.%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]

MOMENT = "j. N Y, G.i \\U\\h\\r"
LONG_MOMENT = "j. F Y, G.i \\U\\h\\r"
CLOCK = "G.i \\U\\h\\r"
DAY_OF_YEAR = "j. N"
WEEKDAY_DATE = "l, j. F Y"
WEEKDAY_DAY = "l, j. F"
WEEKDAY_MOMENT = "l, j. F, G.i \\U\\h\\r"
WEEKDAY_DATE_MOMENT = "l, j. F Y, G.i \\U\\h\\r"
DESK_DAY = "D, j. N"
DESK_DATE = "D, j. N Y"
DESK_MOMENT = "D, j. N, H:i"
DESK_DATE_MOMENT = "D, j. N Y, H:i"
DESK_SECOND = "D, j. N, H:i:s"
DESK_DATE_SECOND = "D, j. N Y, H:i:s"
