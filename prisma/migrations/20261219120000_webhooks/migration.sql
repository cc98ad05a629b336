-- Webhooks: who hears of what, what each is told, and each attempt.
CREATE TABLE "webhook" (
    "id" TEXT NOT NULL,
    "nonce" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "events" TEXT[],
    "organization_id" TEXT,
    "person_id" TEXT,
    "owner_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "paused_at" TIMESTAMPTZ(3),
    "paused_because" TEXT NOT NULL DEFAULT '',
    "delivered_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "webhook_message" (
    "id" TEXT NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "organization_id" TEXT,
    "data" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "send_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_message_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "webhook_message_webhook_id_send_at_idx" ON "webhook_message"("webhook_id", "send_at") WHERE state = 'queued';
CREATE INDEX "webhook_message_webhook_id_at_idx" ON "webhook_message"("webhook_id", "at");
CREATE TABLE "webhook_attempt" (
    "id" BIGSERIAL NOT NULL,
    "message_id" TEXT NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "status" INTEGER,
    "code" TEXT NOT NULL DEFAULT '',
    "took_ms" INTEGER NOT NULL,

    CONSTRAINT "webhook_attempt_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "webhook_attempt_webhook_id_id_idx" ON "webhook_attempt"("webhook_id", "id");

-- Whatever writes a row, in whichever transaction, tells those who want to hear of it (docs/adr/0013-webhooks-by-triggers.md).
CREATE FUNCTION webhook_instant(given timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  select to_char(given at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- Who oversees the organization is asked again when it is sent; here it is enough that they hold a role there, or stand in for somebody.
CREATE FUNCTION webhook_tell(happened text, whose text, about jsonb, happened_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
begin
  insert into webhook_message (id, webhook_id, event, organization_id, data, at, queued_at, send_at)
  select 'msg_' || replace(gen_random_uuid()::text, '-', ''), w.id, happened, whose,
         case when whose is null then about
              else jsonb_build_object('organization', (select code from organization where id = whose)) || about end,
         happened_at, happened_at, happened_at
  from webhook w
  where happened = any(w.events)
    and (whose is null or (w.organization_id is null and w.person_id is null) or w.organization_id = whose
         or (w.organization_id is null and exists (
           select 1 from holding h where h.organization_id = whose and h.person_id = w.person_id)));
  if found then
    insert into nudge (workflow_id, workflow_type, task_queue, signal, args, created_at)
    values ('webhooks', 'webhooks', 'duban-couriers', 'nudge', '[{}]', happened_at);
    perform pg_notify('duban_nudge', '');
  end if;
end $$;

CREATE FUNCTION webhook_task(t task) RETURNS jsonb LANGUAGE sql AS $$
  select jsonb_build_object('task', t.id, 'case', t.case_id, 'duty', t.duty, 'step', t.step, 'state', t.state,
    'openedAt', webhook_instant(t.opened_at), 'dueAt', webhook_instant(t.due_at), 'settledAt', webhook_instant(t.settled_at))
$$;

CREATE FUNCTION webhook_tasks_added() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if exists (select 1 from webhook) then
    perform webhook_tell('task.opened', t.organization_id, webhook_task(t::task), t.opened_at)
    from added t where t.waits_for = 0 and t.settled_at is null;
  end if;
  return null;
end $$;
CREATE TRIGGER webhook_tasks_added AFTER INSERT ON task
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION webhook_tasks_added();

CREATE FUNCTION webhook_task_changed() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if exists (select 1 from webhook) then
    if old.settled_at is null and new.settled_at is not null then
      perform webhook_tell('task.settled', new.organization_id, webhook_task(new), new.settled_at);
    elsif old.waits_for > 0 and new.waits_for = 0 then
      perform webhook_tell('task.opened', new.organization_id, webhook_task(new), new.opened_at);
    else
      perform webhook_tell('task.late', new.organization_id, webhook_task(new), coalesce(new.processed_through, new.due_at));
    end if;
  end if;
  return null;
end $$;
CREATE TRIGGER webhook_task_changed AFTER UPDATE ON task FOR EACH ROW
  WHEN ((old.settled_at is null and new.settled_at is not null)
    or (new.settled_at is null and ((old.waits_for > 0 and new.waits_for = 0)
      -- One that follows a missed one begins with a rung, and is not late therefore.
      or (old.highest_rung is null and new.highest_rung is not null and new.processed_through >= new.climb_due_at))))
  EXECUTE FUNCTION webhook_task_changed();

CREATE FUNCTION webhook_case_changed() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if exists (select 1 from webhook) then
    perform webhook_tell('case.done', new.organization_id, jsonb_build_object('case', new.id, 'duty', new.duty, 'kind', new.kind,
      'state', new.state, 'outcome', new.outcome, 'settledAt', webhook_instant(new.settled_at)),
      coalesce(new.settled_at, new.opened_at));
  end if;
  return null;
end $$;
CREATE TRIGGER webhook_case_changed AFTER UPDATE ON "case" FOR EACH ROW
  WHEN (old.state = 'open' and new.state <> 'open') EXECUTE FUNCTION webhook_case_changed();

CREATE FUNCTION webhook_disclosure_changed() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if exists (select 1 from webhook) then
    perform webhook_tell('disclosure.published', new.organization_id, jsonb_build_object('case', new.case_id, 'task', new.task_id,
      'period', new.period, 'dueAt', webhook_instant(new.due_at), 'publishedAt', webhook_instant(new.published_at),
      'late', new.late_at is not null, 'hash', new.hash), new.published_at);
  end if;
  return null;
end $$;
CREATE TRIGGER webhook_disclosure_changed AFTER UPDATE ON disclosure FOR EACH ROW
  WHEN (old.published_at is null and new.published_at is not null) EXECUTE FUNCTION webhook_disclosure_changed();

CREATE FUNCTION webhook_level_added() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if exists (select 1 from webhook) then
    perform webhook_tell('level.set', null, jsonb_build_object('level', new.id, 'hazard', new.hazard, 'to', new.level,
      'district', new.district, 'type', new.type, 'from', new.from_on::text), new.set_at);
  end if;
  return null;
end $$;
CREATE TRIGGER webhook_level_added AFTER INSERT ON hazard_level FOR EACH ROW
  WHEN (new.set_by <> 'system') EXECUTE FUNCTION webhook_level_added();
