-- Only jobs that have not ended are ever looked for by state.
create index job_live on job (state, id) where state in ('ACCEPTED', 'ACTIVE', 'PAUSED');
create index job_untidied on job (id) where not tidied and state in ('COMPLETED', 'FAILED', 'CANCELLED');
-- Claims walk a lane in job order; the row's free space lets the claim's update stay on its page.
create index task_in_lane on task (lane_id, job_id, id);
alter table task set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
                      autovacuum_vacuum_cost_delay = 0);
alter table task alter column body set storage external;
alter table lease set (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
alter table progress set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
