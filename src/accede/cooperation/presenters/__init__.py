"""From the law to what pages show: values ready for templates."""
