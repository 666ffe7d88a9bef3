"""The rules of PS3.15 Annex E as data: tables of the standard, profiles and options."""
