create index job_unswept on job (swept, finished_at);
