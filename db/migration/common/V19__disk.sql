-- Its disk is nearly full: it gets no more containers until there is room again.
alter table node add column short_of_disk boolean default false not null;
