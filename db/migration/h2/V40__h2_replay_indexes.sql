create index job_kept on job (kept, finished_at);
create index job_from on job (from_job);
-- What a completed job has kept is not swept before it is given up.
drop index job_unswept;
create index job_unswept on job (swept, kept, finished_at);
