create index job_unswept on job (finished_at) where not swept and state <> 'FAILED';
