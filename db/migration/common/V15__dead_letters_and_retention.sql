-- What the last attempt said, in one line, so that letters can be looked for by it.
alter table dead_letter add column error varchar(2000) default '' not null;
update dead_letter set error = substring(errors from 1 for 2000);
create index dead_letter_by_time on dead_letter (died_at);

-- A job may be run again over the same object: intake knows the first run alone.
alter table job add column rerun integer default 0 not null;
alter table job drop constraint job_once_per_object;
alter table job add constraint job_once_per_object unique (input_bucket, input_key, input_etag, rerun);

-- Dead tasks whose loss somebody accepted; they count as done.
alter table job add column discarded bigint default 0 not null;
-- It failed because its input is bad, and what it had waiting was dropped: it cannot go on.
alter table job add column rejected boolean default false not null;
-- Its results, or what a replay of its dead tasks would need, were removed because of their age.
alter table job add column emptied boolean default false not null;
-- It was old enough to be forgotten, but its input is still there: its time begins anew.
alter table job add column kept_at timestamp with time zone;

-- A job may be paused before it has begun.
alter table job drop constraint job_started;
alter table job add constraint job_started
  check (state in ('ACCEPTED', 'PAUSED', 'CANCELLED', 'FAILED') or started_at is not null);

-- Among the delayed tasks lie those of paused jobs too, which may never have failed.
alter table delayed_task alter column errors drop not null;
