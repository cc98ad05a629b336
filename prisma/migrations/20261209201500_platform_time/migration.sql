-- At what time of its day (HH:MM) a disclosure appeared on the unified platform (慈善中国); null: noted before the time was asked for.
alter table disclosure add column platform_time text;
