"""Pages of the treaties room. Views read what was asked, and hand the rest to the presenters."""
