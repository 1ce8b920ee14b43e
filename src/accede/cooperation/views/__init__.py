"""The pages of the cooperation room: each asks the presenters, and renders."""
