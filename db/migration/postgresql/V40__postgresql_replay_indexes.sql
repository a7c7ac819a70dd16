create index job_kept on job (finished_at) where kept;
create index job_from on job (from_job) where from_job is not null;
-- What a completed job has kept is not swept before it is given up.
drop index job_unswept;
create index job_unswept on job (finished_at) where not swept and not kept and (state <> 'FAILED' or emptied);
