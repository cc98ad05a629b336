-- Where a disclosure appeared on the unified platform (慈善中国), and on which day: its publication there has a late mark of its own.
alter table disclosure add column platform_address text, add column platform_on date;
