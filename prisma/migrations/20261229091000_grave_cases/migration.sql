-- Open cases that are grave: tables of the board put them first, and look at no other case for it.
CREATE INDEX "case_id_idx" ON "case"("id") WHERE "state" = 'open' AND "facts"->>'severity' IN ('critical', 'major');
