-- Scrapers get tokens of their own scope. The check has a name that H2 made up, and goes with its
-- column alone.
alter table api_token add column scope_now varchar(10);
update api_token set scope_now = scope;
alter table api_token drop column scope;
alter table api_token alter column scope_now rename to scope;
alter table api_token alter column scope set not null;
alter table api_token add constraint api_token_scope
  check (scope in ('METRICS', 'READ', 'SUBMIT', 'OPERATE', 'ADMIN'));
