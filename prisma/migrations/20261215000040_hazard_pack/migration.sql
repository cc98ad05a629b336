-- The pack of a hazard that is not shipped, with the level that is set of it.
alter table "hazard_level" add column "pack" jsonb;
