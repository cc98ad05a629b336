-- What was in time of a month, by organization: the desk's twelve months and its movers read nothing else of each row.
CREATE INDEX "report_month_share_idx" ON "report_month"("month") INCLUDE ("organization_id", "asked", "in_time", "credited", "waived");
DROP INDEX "report_month_month_idx";
ALTER INDEX "report_month_share_idx" RENAME TO "report_month_month_idx";
