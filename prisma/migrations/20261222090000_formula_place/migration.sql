-- Of two formulas of one instant the one that was set last holds.
ALTER TABLE "report_formula" ADD COLUMN "place" BIGSERIAL NOT NULL;
