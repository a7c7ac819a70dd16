-- Of a time that begins within an hour only the hour's minutes from then on count: how busy each was,
-- as 57:1200 with spaces between. Null where it is not known, and of old hours, of which nobody asks
-- for minutes.
alter table analytics_busy add column minutes varchar(20000);
