-- How much was done in each hour for each queue and each source: which of very many were busiest is
-- found here, and only theirs are read of analytics. Made with every merge, of what is merged.
create table analytics_busy (
  -- queue or source.
  kind varchar(10)  not null check (kind in ('queue', 'source')),
  -- The hour's begin in seconds since 1970.
  step bigint       not null,
  name varchar(400) not null,
  busy bigint       not null,
  primary key (kind, step, name)
);
insert into analytics_busy (kind, step, name, busy)
select 'queue', step / 3600 * 3600, queue, sum(entered + done + failed + waiting)
from analytics where merged = true and stage <> '' group by step / 3600 * 3600, queue;
insert into analytics_busy (kind, step, name, busy)
select 'source', step / 3600 * 3600, source, sum(entered + done + failed + waiting)
from analytics where merged = true and stage <> '' group by step / 3600 * 3600, source;

create index analytics_by_source on analytics (source, seconds, step);
-- Of a chart of all stages only the stages' sums are read, not those of all queues of that time.
create index analytics_sum_by_kind on analytics_sum (kind, seconds, step);
