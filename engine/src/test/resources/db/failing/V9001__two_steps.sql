create table first_step (id bigint primary key);

delete from lane;

insert into there_is_no_such_table values (1);
