create table first_step (id bigint primary key);

create table second_step (id bigint primary key);
