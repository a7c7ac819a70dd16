-- When a finished job's time to be forgotten began.
alter table job add column forget_from timestamp with time zone
  generated always as (coalesce(kept_at, finished_at));
create index job_by_age on job (forget_from);
create index job_full on job (emptied, state, finished_at);
