-- Which organizations have nobody of the roles that do what nobody else does is asked whenever the board opens: of these roles alone, and
-- of those who have left.
CREATE INDEX "holding_organization_id_person_id_from_at_until_at_idx" ON "holding"("organization_id", "person_id", "from_at", "until_at")
  WHERE role IN ('deputy', 'registrar');
CREATE INDEX "person_id_left_at_idx" ON "person"("id", "left_at") WHERE left_at IS NOT NULL;
