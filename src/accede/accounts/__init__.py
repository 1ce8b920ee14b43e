"""The accounts room: people, organisations, roles, rights, the audit trail."""
