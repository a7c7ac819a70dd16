-- Its folder in bucket work was emptied once more, a while after its end.
alter table job add column swept boolean default false not null;
