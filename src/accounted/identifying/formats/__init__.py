"""Files in and out: other programs' formats, read into a case and written from one."""
