"""What may happen with partners' activities and with what is withheld."""
