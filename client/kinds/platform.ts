import { platformProblems } from "../../domain/donations/platform.ts";
import { BadInputError, RefusedError } from "../../domain/errors.ts";
import { cause } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { dateIn, timeIn } from "../../domain/time/zones.ts";
import { appendEvents } from "../../records/cases/events.ts";
import { disclosuresOfCase, notePlatform as write } from "../../records/donations/disclosures.ts";
import { type ActContext, type Actor, actorId } from "../context.ts";
import { campaignOf } from "./campaign.ts";

export interface PlatformNote {
  caseId: string;
  /** Key of the disclosure's period. */
  period: string;
  address: string;
  /** Day of publication there, YYYY-MM-DD. */
  on: string;
  /** Time of publication, HH:MM. */
  time: string;
  actor: Actor;
}

/**
 * Records where and when a published disclosure appeared on the unified platform. Idempotent.
 * @throws {NotFoundError} no such campaign · {BadInputError} invalid address, day or time, or not a period of the campaign · {RefusedError} it is not
 * published, or recorded with another address, day or time
 */
export async function notePlatform(
  context: ActContext,
  { caseId, period, address: given, on, time, actor }: PlatformNote,
): Promise<{ changed: boolean }> {
  const now = context.now();
  const address = given.trim();
  const changed = await context.db.$transaction(async (tx) => {
    const campaign = await campaignOf(tx, caseId);
    const { zone } = campaign;
    const problems = platformProblems({ address, on, time }, now, zone);
    if (address === "" || on === "" || time === "")
      problems.push({ zh: "应有网址、日期和时刻", en: "expected an address, a day and a time" });
    if (problems.length > 0)
      throw new BadInputError(
        cause("platform-unusable", {
          address: printable(address),
          at: printable(`${on}T${time}`),
          lacks: problems,
          now: `${dateIn(now, zone)}T${timeIn(now, zone)}`,
          zone,
        }),
      );
    const all = await disclosuresOfCase(tx, caseId);
    const found = all.find((one) => one.period === period);
    if (!found)
      throw new BadInputError(cause("no-period", { value: printable(period), periods: all.map((one) => one.period) }));
    if (!found.publishedAt) throw new RefusedError(cause("not-published-here", { period }));
    const same = found.platformOn === on && found.platformAddress === address;
    if (same && found.platformTime === time) return false;
    // Entries of a version that did not ask for the time of day may be completed.
    if (found.platformOn && !(same && found.platformTime === null))
      throw new RefusedError(
        cause("published-unchangeable", {
          period,
          since: [found.platformOn, found.platformTime].filter(Boolean).join(" "),
        }),
      );
    await write(tx, found.id, { address, on, time });
    await appendEvents(tx, [
      {
        caseId: found.caseId,
        taskId: found.taskId,
        organizationId: found.organizationId,
        at: now,
        actor: actorId(actor),
        verb: "on-platform",
        after: { period, address, on, time },
      },
    ]);
    return true;
  });
  await context.flush();
  return { changed };
}
