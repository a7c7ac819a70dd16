-- What a letter died of, without numbers and ids: few differ, so that letters are found by them.
alter table dead_letter add column kind varchar(200) generated always as (
  substring(regexp_replace(error, '[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|\b[0-9a-fA-F]{16,}\b|[0-9]+', '#') from 1 for 200));
create index dead_letter_by_kind on dead_letter (kind, id);
create index dead_letter_by_lane on dead_letter (lane_id, id);
create index dead_letter_by_job on dead_letter (job_id, id);
drop index dead_letter_job;
