-- Levels of hazards, by which duties come up more often or less.
CREATE TABLE "hazard_level" (
    "id" TEXT NOT NULL,
    "hazard" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "district" TEXT NOT NULL DEFAULT '',
    "type" TEXT NOT NULL DEFAULT '',
    "from_on" DATE NOT NULL,
    "because" TEXT NOT NULL DEFAULT '',
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,
    "begun_at" TIMESTAMPTZ(3),

    CONSTRAINT "hazard_level_pkey" PRIMARY KEY ("id")
);

-- An installation that has organizations goes on as it was, until somebody sets a level.
INSERT INTO "hazard_level" ("id", "hazard", "level", "from_on", "set_by", "set_at", "begun_at")
  SELECT 'as-before', 'respiratory', 'response', '0001-01-01', 'system', now(), now()
  WHERE EXISTS (SELECT 1 FROM "organization");
