-- A page holds three tasks of 1 KiB and room for the next version of each: then a claim's update stays
-- on its page, touches no index and logs only what changes, not the body.
alter table task set (fillfactor = 45);
