-- Worker processes, by their own word: they write seen_at again and again, and are taken for dead
-- when they do not.
create table node (
  name        varchar(200) primary key,
  host        varchar(255) not null,
  pid         bigint       not null,
  memory_mb   bigint       not null,
  milli_cores bigint       not null,
  network     bigint       not null,
  containers  integer      not null,
  draining    boolean      default false not null,
  started_at  timestamp with time zone not null,
  seen_at     timestamp with time zone not null
);

-- Which manager decides. The epoch grows whenever it is another's turn.
create table leader (
  id         integer primary key check (id = 1),
  holder     varchar(200) not null,
  epoch      bigint       not null,
  expires_at timestamp with time zone not null
);
insert into leader (id, holder, epoch, expires_at) values (1, '', 0, current_timestamp);

-- What a lease was granted for, so that a new leader knows; and that it should end soon.
alter table lease add column job_id bigint;
alter table lease add column priority integer default 0 not null;
alter table lease add column memory_mb bigint default 0 not null;
alter table lease add column milli_cores bigint default 0 not null;
alter table lease add column network bigint default 0 not null;
alter table lease add column stopping boolean default false not null;
