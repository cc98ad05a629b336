import type { Tx } from "../prisma/client.ts";
import { policiesOf, type UnknownPolicyNamed, unknownPolicies } from "../records/settings.ts";

/** A setting or an open task refers to a policy that does not exist. Its notices could not be sent; therefore the program does not start. */
export class UnknownPolicies extends Error {
  readonly code = "UNKNOWN_POLICY";
  override readonly name = "UnknownPolicies";
}

/** Checks that all policies exist. @throws {UnknownPolicies} names each policy, where it is used, and what was expected */
export async function refuseUnknownPolicies(db: Tx): Promise<void> {
  const unknown = await unknownPolicies(db);
  if (unknown.length === 0) return;
  const names = [...(await policiesOf(db)).keys()].sort().join(", ");
  throw new UnknownPolicies(
    `${unknown.map(placeOf).join("; ")}. Expected one of ${names}, or a policy written under that name.`,
  );
}

const placeOf = ({ policy, duty, organization, tasks }: UnknownPolicyNamed): string =>
  tasks > 0
    ? `policy "${policy}" of ${tasks} open ${tasks === 1 ? "task" : "tasks"} of duty ${duty} (${organization} …) is unknown`
    : `policy "${policy}" in the setting of duty ${duty} for ${organization ?? "all organizations"} is unknown`;
