-- Files are read in parts: PostgreSQL fetches a part of what it has not compressed without the rest. What was compressed is written anew.
ALTER TABLE "evidence" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
ALTER TABLE "circular" ALTER COLUMN "file_bytes" SET STORAGE EXTERNAL;
UPDATE "evidence" SET "bytes" = "bytes" || ''::bytea WHERE pg_column_compression("bytes") IS NOT NULL;
UPDATE "circular" SET "file_bytes" = "file_bytes" || ''::bytea WHERE pg_column_compression("file_bytes") IS NOT NULL;
