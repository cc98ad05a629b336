-- The hash of the last line of a case's log: lines that were removed from its end are missed.
ALTER TABLE "case" ADD COLUMN "log_head" TEXT;
