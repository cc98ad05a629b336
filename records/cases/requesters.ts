import { requesterOf } from "../../domain/procedures/requester.ts";
import type { Tx } from "../../prisma/client.ts";

/** What somebody submitted without a login: an opinion (`id` is its case), or a donor's question (`id` is its task). */
export interface AskedRow {
  id: string;
  kind: "opinion" | "query";
  caseId: string;
  organizationId: string;
  /** The address as the requester typed it; empty: none was given. */
  address: string;
  name: string;
  /** The person to whom the address belongs, once it is confirmed. */
  personId: string | null;
  settledAt: Date | null;
  /** When the organization was closed. */
  closedAt: Date | null;
}

interface Found extends Omit<AskedRow, "address" | "name" | "personId"> {
  facts: Record<string, unknown>;
}

/** Finds a submitted matter. @returns null: there is none of this id, or it has no requester */
export async function findAsked(tx: Tx, id: string): Promise<AskedRow | null> {
  const rows = await tx.$queryRaw<Found[]>`
    select c.id, 'opinion' as kind, c.id as "caseId", c.organization_id as "organizationId", c.facts, c.settled_at as "settledAt",
      o.closed_at as "closedAt"
    from "case" c join organization o on o.id = c.organization_id where c.id = ${id} and c.facts ? 'raised' and c.facts ? 'asker'
    union all
    select t.id, 'query', t.case_id, t.organization_id, t.facts, t.settled_at, o.closed_at
    from task t join organization o on o.id = t.organization_id where t.id = ${id} and t.facts ? 'asker'`;
  const [found] = rows;
  const requester = found && requesterOf(found.facts);
  if (!found || !requester) return null;
  const { facts: _, ...row } = found;
  return { ...row, address: requester.contact, name: requester.name, personId: requester.personId };
}

/**
 * Locks the matter with everything that came out of it: tasks first, then cases, in the order in which every verb locks. @returns ids of the tasks
 */
export async function lockAsked(tx: Tx, { kind, id, caseId }: AskedRow): Promise<string[]> {
  if (kind === "query") {
    await tx.$queryRaw`select 1 from task where id = ${id} for update`;
    return [id];
  }
  const tasks = await tx.$queryRaw<{ id: string }[]>`
    select t.id from task t join "case" c on c.id = t.case_id where c.id = ${caseId} or (c.parent_id = ${caseId} and c.kind = 'OL')
    order by t.id for update of t`;
  await tx.$queryRaw`select 1 from "case" where id = ${caseId} or (parent_id = ${caseId} and kind = 'OL') order by id for update`;
  return tasks.map((task) => task.id);
}

/** Links the confirmed person to the matter; later messages about it are sent to them. */
export async function linkRequester(tx: Tx, { kind, id, caseId }: AskedRow, personId: string): Promise<void> {
  if (kind === "query")
    await tx.$executeRaw`
      update task set facts = jsonb_set(facts, '{asker,personId}', to_jsonb(${personId}::text)) where id = ${id}`;
  else
    await tx.$executeRaw`
      update "case" set facts = jsonb_set(facts, '{asker,personId}', to_jsonb(${personId}::text))
      where (id = ${caseId} or (parent_id = ${caseId} and kind = 'OL')) and facts ? 'asker'`;
}
