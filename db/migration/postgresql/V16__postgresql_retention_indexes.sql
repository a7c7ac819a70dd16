-- When a finished job's time to be forgotten began.
alter table job add column forget_from timestamp with time zone
  generated always as (coalesce(kept_at, finished_at)) stored;
create index job_by_age on job (forget_from) where forget_from is not null;
create index job_full on job (state, finished_at) where not emptied;
-- Ended jobs are listed by state too.
create index job_by_state on job (state, id);
drop index job_live;
