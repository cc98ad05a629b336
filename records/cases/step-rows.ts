import type { NamedHolder } from "../../domain/forms/row-facts.ts";
import type { Row } from "../../domain/forms/rows.ts";
import { stepOf } from "../../domain/procedures/steps.ts";
import type { Kind, Role } from "../../domain/terms.ts";
import type { Statements } from "../../prisma/client.ts";
import { holdersOf } from "../roster/holders.ts";
import { sitesOf } from "../roster/sites.ts";

/** Steps to be opened in an organization. */
export interface StepsToOpen {
  organizationId: string;
  kind: Kind;
  steps: readonly string[];
}

/** What the steps refer to: the people of a step that many people do, and the rows of matrices. */
export interface StepRows {
  holders: readonly NamedHolder[];
  sites: readonly Row[];
}

const nobody: StepRows = { holders: [], sites: [] };

/** Reads these for many organizations with two statements, or with none where no step refers to people or sites. */
export async function readStepRows(
  tx: Statements,
  wanted: readonly StepsToOpen[],
  now: Date,
): Promise<(organizationId: string) => StepRows> {
  const roles = new Set<Role>();
  const people: string[] = [];
  const places: string[] = [];
  for (const { organizationId, kind, steps } of wanted)
    for (const step of steps) {
      const { each, rows } = stepOf(kind, step);
      const of = each?.roles ?? (typeof rows === "object" && "people" in rows ? rows.people : []);
      if (of.length > 0) people.push(organizationId);
      for (const role of of) roles.add(role);
      if (rows === "sites") places.push(organizationId);
    }
  const holders = await holdersOf(tx, people, now, [...roles]);
  const sites = await sitesOf(tx, places, now);
  return (organizationId) => {
    const rows = { holders: holders.get(organizationId) ?? [], sites: sites.get(organizationId) ?? [] };
    return rows.holders.length + rows.sites.length === 0 ? nobody : rows;
  };
}
