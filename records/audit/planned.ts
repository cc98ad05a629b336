import type { Tx } from "../../prisma/client.ts";
import { type OrganizationRow, organizationColumns } from "../roster/holders.ts";
import { rowsOf } from "../rows.ts";

/** Organizations for which cases are planned. */
export const plannedOrganizations = (tx: Tx): Promise<OrganizationRow[]> => tx.$queryRaw<OrganizationRow[]>`
  select ${organizationColumns} from organization o where o.closed_at is null and o.paused_at is null order by o.ordinal`;

/** Occurrences that have no case in any state, as `organization/duty/period`. */
export async function withoutCase(
  tx: Tx,
  wanted: readonly { organizationIds: readonly string[]; occurrences: readonly { duty: string; period: string }[] }[],
): Promise<ReadonlySet<string>> {
  const missing = new Set<string>();
  for (const { organizationIds, occurrences } of wanted) {
    if (occurrences.length === 0) continue;
    const rows = await tx.$queryRaw<{ name: string }[]>`
      select o.id || '/' || r.duty || '/' || r.period as name
      from unnest(${[...organizationIds]}::text[]) as o(id), jsonb_to_recordset(${rowsOf([...occurrences])}) as r(duty text, period text)
      where not exists (select 1 from "case" c where c.organization_id = o.id and c.duty = r.duty and c.key = r.period)`;
    for (const { name } of rows) missing.add(name);
  }
  return missing;
}
