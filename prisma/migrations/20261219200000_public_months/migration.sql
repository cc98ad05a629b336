-- Sums of a campaign's entries by month, for the chart of the public page.
CREATE TABLE "campaign_month" (
    "case_id" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "received" BIGINT NOT NULL,
    "used" BIGINT NOT NULL,

    CONSTRAINT "campaign_month_pkey" PRIMARY KEY ("case_id", "month")
);
INSERT INTO "campaign_month"
  SELECT "case_id", to_char("on", 'YYYY-MM'), coalesce(sum("cents") FILTER (WHERE "direction" = 'received'), 0),
    coalesce(sum("cents") FILTER (WHERE "direction" = 'used'), 0)
  FROM "donation" GROUP BY 1, 2;

-- The public list is searched by the names of campaigns too.
UPDATE "discloser" d SET "words" = search_words(o."name" || ' ' || o."code" || ' ' || (
    SELECT coalesce(string_agg(c."subject", ' ' ORDER BY c."id"), '') FROM "case" c WHERE c."organization_id" = o."id" AND c."kind" = 'DD'))
  FROM "organization" o WHERE o."id" = d."organization_id";
