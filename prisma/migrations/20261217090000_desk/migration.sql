-- What the bureau's desk reads: a few rows among all that is open.

-- What waits for a verdict, by the day of its verifier.
CREATE INDEX "task_climb_due_at_idx" ON "task"("climb_due_at") WHERE "state" = 'submitted';
-- What its doer reported to be at risk or blocked.
CREATE INDEX "task_outlook_at_idx" ON "task"("outlook_at") WHERE "outlook" IN ('at-risk', 'blocked') AND "settled_at" IS NULL;
-- Ladders that send at night (domain/desk/danger.ts).
CREATE INDEX "task_opened_at_idx" ON "task"("opened_at") WHERE "policy" IN ('rectification-critical', 'emergency', 'incident-critical') AND "settled_at" IS NULL;
-- What was set aside.
CREATE INDEX "task_poison_idx" ON "task"("poison") WHERE "poison" IS NOT NULL AND "settled_at" IS NULL;
-- Critical findings and hazards.
CREATE INDEX "case_opened_at_idx" ON "case"("opened_at") WHERE "state" = 'open' AND "facts"->>'severity' = 'critical';
-- Addresses at which a permanent failure was seen: whoever cannot be reached has one.
CREATE INDEX "address_person_id_idx" ON "address"("person_id") WHERE "state" <> 'ok';
-- Districts, for a filter.
CREATE INDEX "organization_district_idx" ON "organization"("district");
