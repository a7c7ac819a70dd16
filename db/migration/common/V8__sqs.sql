-- Deliveries of an SQS message that came back unrun. SQS counts them all; these are no attempts.
create table sqs_returned (
  uid     uuid    not null,
  attempt integer not null,
  job_id  bigint  not null,
  times   integer not null,
  primary key (uid, attempt)
);
create index sqs_returned_of_job on sqs_returned (job_id);
