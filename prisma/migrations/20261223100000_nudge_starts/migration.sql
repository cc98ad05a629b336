-- A nudge of a case that is not to begin (nobody has answered yet, or it has ended) tells its workflow only where it runs.
ALTER TABLE "nudge" ADD COLUMN "starts" BOOLEAN NOT NULL DEFAULT true;
