"""The elements of a data set: which there are, what each becomes, and new values for them."""
