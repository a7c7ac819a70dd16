create index job_by_state on job (state, id);
create index job_untidied on job (tidied, state);
create index task_in_lane on task (lane_id, job_id, id);
