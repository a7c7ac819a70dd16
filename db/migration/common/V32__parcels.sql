-- A row of the queue table may hold several tasks of one job that were sent together: as many as this.
alter table task add column tasks integer default 1 not null;
