-- An organization is found by any part of its name, its code, the pinyin of its name or its initials. The pinyin of those that are there
-- is written when the program starts.
ALTER TABLE "organization" ADD COLUMN "pinyin" TEXT NOT NULL DEFAULT '';
ALTER TABLE "organization" ADD COLUMN "words" TEXT[] NOT NULL
  GENERATED ALWAYS AS (search_words("name" || ' ' || "code" || ' ' || "pinyin")) STORED;
CREATE INDEX "organization_words_idx" ON "organization" USING GIN ("words");
