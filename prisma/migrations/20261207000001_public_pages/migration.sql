-- What pages that anybody may read are found by.

-- Signs of a text and pairs of neighbouring signs, by which any part of it is found: Chinese has no words that an index could keep.
CREATE FUNCTION "search_words"(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT substr(lower($1), at, length)), '{}')
  FROM generate_series(1, char_length(lower($1))) at, generate_series(1, 2) length
$$;

-- Organizations that have a campaign or project.
CREATE TABLE "discloser" (
    "organization_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "words" TEXT[] NOT NULL,

    CONSTRAINT "discloser_pkey" PRIMARY KEY ("organization_id")
);
CREATE UNIQUE INDEX "discloser_code_key" ON "discloser"("code");
CREATE INDEX "discloser_words_idx" ON "discloser" USING GIN ("words");
INSERT INTO "discloser"
  SELECT o."id", o."code", search_words(o."name" || ' ' || o."code") FROM "organization" o
  WHERE EXISTS (SELECT 1 FROM "case" c WHERE c."organization_id" = o."id" AND c."kind" = 'DD');

-- Sums of a campaign's entries, which are never changed once they are there.
CREATE TABLE "campaign_total" (
    "case_id" TEXT NOT NULL,
    "received" BIGINT NOT NULL,
    "used" BIGINT NOT NULL,
    "receipts" INTEGER NOT NULL,
    "uses" INTEGER NOT NULL,

    CONSTRAINT "campaign_total_pkey" PRIMARY KEY ("case_id")
);
INSERT INTO "campaign_total"
  SELECT "case_id", coalesce(sum("cents") FILTER (WHERE "direction" = 'received'), 0),
    coalesce(sum("cents") FILTER (WHERE "direction" = 'used'), 0),
    count(*) FILTER (WHERE "direction" = 'received'), count(*) FILTER (WHERE "direction" = 'used')
  FROM "donation" GROUP BY "case_id";

-- Campaigns of an organization, among all its cases.
CREATE INDEX "case_organization_id_idx" ON "case"("organization_id") WHERE "kind" = 'DD';

-- Entries of an organization, read on from any of them.
CREATE INDEX "donation_organization_id_on_at_id_idx" ON "donation"("organization_id", "on", "at", "id");
