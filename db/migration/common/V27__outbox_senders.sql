-- Who sends a row on: the process that wrote it, or null where one process sends them all. What a
-- process has not sent after a while, since it died, another takes over.
alter table outbox add column sender uuid;
alter table outbox add column written_at timestamp with time zone default current_timestamp not null;
create index outbox_of_sender on outbox (sender, id);
