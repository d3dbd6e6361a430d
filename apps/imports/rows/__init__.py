"""One row of a recognised table → clean values and notes. Pure: no database, time as `at=`."""
