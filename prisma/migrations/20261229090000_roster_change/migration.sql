-- A transaction that changes what pages read of the whole roster is written down once (records/roster/changes.ts): what was read before
-- it is not shown after it. A row of each transaction, so that no two wait for one another.
CREATE TABLE "roster_change" (
    "xid" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "roster_change_pkey" PRIMARY KEY ("xid")
);

CREATE FUNCTION roster_changed() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  insert into roster_change (xid) values (pg_current_xact_id()::text::bigint) on conflict do nothing;
  -- Nobody keeps what they read for a day.
  delete from roster_change where xid in (
    select xid from roster_change where at < now() - interval '1 day' order by xid limit 10 for update skip locked);
  return null;
end $$;

-- When somebody of an organization was heard is none of it, though it changes every hour.
CREATE TRIGGER roster_changed_organization AFTER INSERT OR DELETE OR UPDATE OF zone, closed_at, district, type, types ON organization
  FOR EACH STATEMENT EXECUTE FUNCTION roster_changed();
CREATE TRIGGER roster_changed_holding AFTER INSERT OR DELETE OR UPDATE ON holding
  FOR EACH STATEMENT EXECUTE FUNCTION roster_changed();
CREATE TRIGGER roster_changed_person AFTER UPDATE OF left_at ON person
  FOR EACH STATEMENT EXECUTE FUNCTION roster_changed();
CREATE TRIGGER roster_changed_address AFTER INSERT OR DELETE OR UPDATE ON address
  FOR EACH STATEMENT EXECUTE FUNCTION roster_changed();
