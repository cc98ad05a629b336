-- What is open is counted by an index alone (records/views/board.ts), as long as the pages of the table are known to hold nothing else.
-- By PostgreSQL's own measure a table is looked after when a fifth of it has changed: of a year of a city that is after a hundred
-- thousand acts, and until then each count reads the pages that were acted on.
ALTER TABLE "task" SET (autovacuum_vacuum_scale_factor = 0.02);
