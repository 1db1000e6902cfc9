"""Comparisons that know what they compare: places on the map, numbers with check digits, times as intervals.

Each module makes columns, once for each distinct value, and the levels that compare them as SQL, which Splink
runs on DuckDB and on Spark.
"""
