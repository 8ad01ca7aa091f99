"""What is on the table: case files, read, checked and cut at a date."""
