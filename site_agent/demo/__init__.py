"""Two hospitals and a coordinator on one machine, the whole flow."""
