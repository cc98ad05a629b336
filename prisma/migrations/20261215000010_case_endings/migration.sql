-- A planned case knows whose period its key names, and one that another counts for knows that one.
ALTER TABLE "case" ADD COLUMN "cadence" TEXT;
ALTER TABLE "case" ADD COLUMN "counted_by_case_id" TEXT;
UPDATE "case" SET "cadence" = CASE
    WHEN "key" ~ '^\d{4}-W\d{2}$' THEN 'weekly'
    WHEN "key" ~ '^\d{4}-\d{2}$' THEN 'monthly'
    WHEN "key" ~ '^\d{4}-Q\d$' THEN 'quarterly'
    WHEN "key" ~ '^\d{4}-H\d$' THEN 'half-yearly'
    ELSE 'yearly' END
  WHERE "key" ~ '^\d{4}(-(W\d{2}|\d{2}|Q\d|H\d))?$'
    AND EXISTS (SELECT 1 FROM "event" e WHERE e."case_id" = "case"."id" AND e."verb" = 'planned');
ALTER TABLE "case" ADD CONSTRAINT "case_counted_by_case_id_fkey"
  FOREIGN KEY ("counted_by_case_id") REFERENCES "case"("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "case_counted_by_case_id_idx" ON "case"("counted_by_case_id") WHERE "counted_by_case_id" IS NOT NULL;

-- What is planned and open: one for each duty.
CREATE INDEX "case_organization_id_duty_idx" ON "case"("organization_id", "duty") WHERE "state" = 'open' AND "cadence" IS NOT NULL;
