-- 0 means that nobody has it in hand. A claim then changes a row's bytes and not its layout, so that
-- PostgreSQL logs the few bytes that changed, not the row with its body.
update task set lease_id = 0 where lease_id is null;
alter table task alter column lease_id set default 0;
alter table task alter column lease_id set not null;
