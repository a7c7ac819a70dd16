-- Seals task messages that lie outside this database, so that one from elsewhere is never run. Made
-- once; one row.
create table message_key (
  id        integer primary key check (id = 1),
  key_bytes bytea not null
);

-- Every transport that a lane's tasks were ever sent by: when the setting changes while tasks wait,
-- what waits in the lane's old store is found there.
create table lane_transport (
  lane_id   integer     not null references lane (id),
  transport varchar(20) not null,
  primary key (lane_id, transport)
);

-- Tasks that a process had in hand when it died together with the broker, which then knows nothing
-- of it. The attempt is the one before.
create table suspect (
  uid     uuid    not null,
  attempt integer not null,
  job_id  bigint  not null,
  primary key (uid, attempt)
);
create index suspect_of_job on suspect (job_id);

-- Who reads a transport's settlements. A reader that was stopped and resumed finds another's token
-- here, and writes nothing.
create table settlement_reader (
  transport varchar(20) primary key,
  token     uuid not null
);

insert into lane_transport (lane_id, transport) select id, 'table' from lane;
