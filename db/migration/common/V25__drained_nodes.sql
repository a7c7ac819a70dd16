-- Workers that somebody has drained, by name: they get no containers until they are resumed. Not a
-- column of node, whose rows come and go with the processes.
create table drained_node (
  name       varchar(200) primary key,
  drained_by varchar(200) not null,
  drained_at timestamp with time zone not null
);
