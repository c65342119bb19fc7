"""Teaching a student: the one room that needs torch; the product never enters it."""
