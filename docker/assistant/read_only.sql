-- What an assistant's connection may do: read the published file, and nothing beside it. The file itself is opened
-- read-only; no other file, address, extension or secret is in reach, and no statement can change that.
set memory_limit = '2GB';
set enable_external_access = false;
set lock_configuration = true;
