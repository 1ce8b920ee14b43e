"""What pages show, worked out as plain values: templates lay out, and decide nothing."""
