"""Who may see and do what: roles, sight, the audit trail, the lock."""
