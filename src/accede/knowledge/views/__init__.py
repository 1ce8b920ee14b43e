"""Pages of laws, cases and publications, of searching them, and of the consent to show them."""
