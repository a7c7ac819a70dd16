-- What containers have in hand of stores outside this database, as noted twice a second: for people
-- to look at. Gone with the lease.
create table in_hand (
  lease_id bigint  not null references lease (id) on delete cascade,
  job_id   bigint  not null,
  tasks    integer not null,
  primary key (lease_id, job_id)
);
create index in_hand_of_job on in_hand (job_id);
