-- Queues that somebody has drained: nothing in or below them takes new jobs until it is resumed.
create table drained_queue (
  queue      varchar(400) primary key,
  drained_by varchar(200) not null,
  drained_at timestamp with time zone not null
);
