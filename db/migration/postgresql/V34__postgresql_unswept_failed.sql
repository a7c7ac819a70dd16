-- What lay between the stages of a failed job is removed with the others' once it is given up, also
-- where the object store did not answer at that moment.
drop index job_unswept;
create index job_unswept on job (finished_at) where not swept and (state <> 'FAILED' or emptied);
