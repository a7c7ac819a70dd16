-- What is sent as one message may hold several tasks of one job: as many as this.
alter table outbox add column tasks integer default 1 not null;

-- Tasks of a message that nobody has settled yet, where others of it have been; null when all have.
alter table inbox add column unsettled uuid array;
