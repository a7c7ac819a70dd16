-- Jobs over a stream: true while messages still come, false from then on; null for a job over an
-- object, which is whole from the beginning.
alter table job add column intake_open boolean;

-- The window in which each source collects messages now. Its row is locked by whoever adds to it.
create table message_window (
  source    varchar(200) primary key,
  job_id    bigint       not null references job (id) on delete cascade,
  messages  bigint       not null,
  bytes     bigint       not null,
  closes_at timestamp with time zone not null
);

-- What was taken from a sender that may send it again, so that the second time is known.
create table receipt (
  id          uuid primary key,
  job_id      bigint       not null,
  messages    integer      not null,
  digest      varchar(100) not null,
  received_at timestamp with time zone not null
);
create index receipt_by_age on receipt (received_at);
