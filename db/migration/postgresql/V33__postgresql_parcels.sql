-- Claims walk this index; nobody looks for a task by its id alone, so it is the only one.
alter table task drop constraint task_pkey;
drop index task_in_lane;
alter table task add constraint task_in_lane primary key (lane_id, job_id, id);
-- The bodies of rows that hold several tasks lie beside the table.
alter table task set (toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 2000,
                      toast.autovacuum_vacuum_cost_delay = 0);
