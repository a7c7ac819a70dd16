-- Which job this one does anew, and, unless from the start, from which stage on.
alter table job add column from_job bigint;
alter table job add column from_stage varchar(200);
-- It has completed, and what lay between its stages is still there: another can begin at one of them.
alter table job add column kept boolean default false not null;

-- What tasks of a stage that keeps its inputs were given, one row a task that was done.
create table kept_input (
  job_id       bigint       not null,
  stage        varchar(200) not null,
  uid          uuid         not null,
  headers      varchar(100000),
  content_type varchar(100) not null,
  body         bytea        not null,
  primary key (job_id, stage, uid)
);

-- Active jobs whose first tasks are what another had kept: up to which they have been sent.
create table restoring (
  job_id bigint primary key references job (id) on delete cascade,
  sent   uuid   not null
);
