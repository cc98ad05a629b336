import type { Duty } from "../domain/duty.ts";
import type { PlannedDuty } from "../domain/plan.ts";
import { defaultPolicies } from "../domain/policies.ts";
import type { Policy } from "../domain/policy.ts";
import type { Cadence } from "../domain/terms.ts";
import type { Tx } from "../prisma/client.ts";

/** What administrators set otherwise than the packs, resolved: the organization's row over the general one over the pack. */
export interface Settings {
  /** Null: the duty has no cadence there. */
  planned(duty: Duty, organizationId: string): PlannedDuty | null;
}

export async function settingsOf(tx: Tx): Promise<Settings> {
  const rows = await tx.dutySetting.findMany();
  const byKey = new Map(rows.map((row) => [`${row.organizationId ?? ""}/${row.duty}`, row]));
  return {
    planned(duty, organizationId) {
      const general = byKey.get(`/${duty.number}`);
      const own = byKey.get(`${organizationId}/${duty.number}`);
      const cadence = (own?.cadence ?? general?.cadence ?? duty.cadence) as Cadence | undefined;
      if (!cadence) return null;
      const paused = Boolean(own?.pausedAt ?? general?.pausedAt);
      return { duty, cadence, policy: own?.policy ?? general?.policy ?? duty.policy, ...(paused && { paused }) };
    },
  };
}

/** Policies by name: the defaults, overlaid by what administrators wrote. */
export async function policiesOf(tx: Tx): Promise<ReadonlyMap<string, Policy>> {
  const rows = await tx.policyRow.findMany();
  const policies = new Map(Object.entries(defaultPolicies));
  for (const row of rows) policies.set(row.name, row.definition as unknown as Policy);
  return policies;
}
