-- How many tasks are open, by organization, as changes that are summed up: the board counted all that is open of a city for one figure.
-- A row of each statement, so that no two acts wait for one another; the planner sums them up each day (records/tasks/open-counts.ts).
CREATE TABLE "open_count" (
    "id" BIGSERIAL NOT NULL,
    "organization_id" TEXT NOT NULL,
    "change" INTEGER NOT NULL,

    CONSTRAINT "open_count_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "open_count_organization_id_idx" ON "open_count"("organization_id");

CREATE FUNCTION open_count_added() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  insert into open_count (organization_id, change)
  select organization_id, count(*) from added where settled_at is null group by organization_id;
  return null;
end $$;
CREATE FUNCTION open_count_changed() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  insert into open_count (organization_id, change)
  select organization_id, sum(change) from (
    select organization_id, 1 as change from later where settled_at is null
    union all select organization_id, -1 from earlier where settled_at is null) t
  group by organization_id having sum(change) <> 0;
  return null;
end $$;
CREATE FUNCTION open_count_removed() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  insert into open_count (organization_id, change)
  select organization_id, -count(*) from removed where settled_at is null group by organization_id;
  return null;
end $$;

CREATE TRIGGER open_count_added AFTER INSERT ON task
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION open_count_added();
CREATE TRIGGER open_count_changed AFTER UPDATE ON task
  REFERENCING OLD TABLE AS earlier NEW TABLE AS later FOR EACH STATEMENT EXECUTE FUNCTION open_count_changed();
CREATE TRIGGER open_count_removed AFTER DELETE ON task
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION open_count_removed();

-- Nobody changes a task between the triggers and this: they lock it until the end.
INSERT INTO "open_count" ("organization_id", "change")
  SELECT organization_id, count(*) FROM "task" WHERE settled_at IS NULL GROUP BY organization_id;
