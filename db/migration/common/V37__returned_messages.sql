-- SQS counts deliveries by message, and a task may be in two: one that was sent twice, or moved.
-- What came back unrun before this counts as tried once more.
drop table sqs_returned;
create table sqs_returned (
  message varchar(200) primary key,
  job_id  bigint  not null,
  times   integer not null
);
create index sqs_returned_of_job on sqs_returned (job_id);
