-- What becomes of tasks is told to programs once a statement, not once a row: a level that is set for a city ends 200,000 tasks, and each
-- asked anew whether any program wants to hear of it.
CREATE FUNCTION webhook_tasks_changed() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if exists (select 1 from webhook) then
    perform case
        when o.settled_at is null and n.settled_at is not null
          then webhook_tell('task.settled', n.organization_id, webhook_task(n::task), n.settled_at)
        when o.waits_for > 0 and n.waits_for = 0
          then webhook_tell('task.opened', n.organization_id, webhook_task(n::task), n.opened_at)
        else webhook_tell('task.late', n.organization_id, webhook_task(n::task), coalesce(n.processed_through, n.due_at))
      end
    from later n join earlier o on o.id = n.id
    where (o.settled_at is null and n.settled_at is not null)
      or (n.settled_at is null and ((o.waits_for > 0 and n.waits_for = 0)
        -- One that follows a missed one begins with a rung, and is not late therefore.
        or (o.highest_rung is null and n.highest_rung is not null and n.processed_through >= n.climb_due_at)));
  end if;
  return null;
end $$;
DROP TRIGGER webhook_task_changed ON task;
CREATE TRIGGER webhook_tasks_changed AFTER UPDATE ON task
  REFERENCING OLD TABLE AS earlier NEW TABLE AS later FOR EACH STATEMENT EXECUTE FUNCTION webhook_tasks_changed();
