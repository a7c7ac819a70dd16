-- Scrapers get tokens of their own scope.
alter table api_token drop constraint api_token_scope_check;
alter table api_token add constraint api_token_scope
  check (scope in ('METRICS', 'READ', 'SUBMIT', 'OPERATE', 'ADMIN'));
