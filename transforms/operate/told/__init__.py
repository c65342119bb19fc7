"""What people and other pipelines are told of a night: how it ended, that it is late, what is new."""
