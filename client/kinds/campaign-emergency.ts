import { BadInputError, RefusedError } from "../../domain/errors.ts";
import { heldOn } from "../../domain/planning/levels.ts";
import { cause, unusable } from "../../domain/reasons/index.ts";
import { cellProblem, printable } from "../../domain/roster/cell.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import type { OrganizationRow } from "../../records/roster/holders.ts";
import { placeOf } from "../../records/roster/place.ts";
import { settingsOf } from "../../records/settings.ts";

/**
 * Facts of a campaign under the rules of an emergency. If no hazard is above normal, the caller must name the declared emergency.
 * @throws {RefusedError} no emergency was named · {BadInputError} the name is not a text of one line
 */
export async function emergencyFacts(
  tx: Tx,
  organization: OrganizationRow,
  { emergency, declared }: { emergency: boolean; declared: string | undefined },
  now: Date,
): Promise<{ emergency: boolean; declared?: string }> {
  if (!emergency) return { emergency };
  const said = declared?.trim() ?? "";
  const problem = cellProblem(said, 200);
  if (problem) throw new BadInputError(unusable("declared", printable(said), problem));
  if (said !== "") return { emergency, declared: said };
  const settings = await settingsOf(tx);
  const level = heldOn(settings.levels(placeOf(organization)), dateIn(now, organization.zone));
  if (level === undefined || level === "normal") throw new RefusedError(cause("emergency-undeclared"));
  return { emergency };
}
