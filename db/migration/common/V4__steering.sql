-- Queues that somebody has paused: nothing in or below them gets containers until it is resumed.
create table paused_queue (
  queue     varchar(400) primary key,
  paused_by varchar(200) not null,
  paused_at timestamp with time zone not null
);

-- Jobs that were moved away from a queue while tasks of theirs were in hand there. What those send,
-- and they themselves when they fail, still land in that queue's lanes and have to follow.
create table moved_job (
  job_id bigint       not null references job (id) on delete cascade,
  queue  varchar(400) not null,
  primary key (job_id, queue)
);
