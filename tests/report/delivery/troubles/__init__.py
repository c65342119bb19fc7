"""What mails are sent through: a crowd of readers, servers that refuse."""
