-- An organization may have several types; charity status and whether it has a supervising authority stand beside them.
ALTER TABLE "organization" ADD COLUMN "types" TEXT[] DEFAULT ARRAY[]::TEXT[];
ALTER TABLE "organization" ADD COLUMN "charity" BOOLEAN;
ALTER TABLE "organization" ADD COLUMN "supervised" BOOLEAN NOT NULL DEFAULT true;
UPDATE "organization" SET "types" = ARRAY["type"];
UPDATE "organization" SET "charity" = true, "marks" = array_remove("marks", 'charity') WHERE 'charity' = ANY("marks");
