import { platformProblems } from "../../domain/donations/platform.ts";
import { printable } from "../../domain/roster/cell.ts";
import { RefusedError } from "../../domain/tasks/task.ts";
import { dateIn, timeIn } from "../../domain/time/zones.ts";
import { appendEvents } from "../../records/cases/events.ts";
import { disclosuresOfCase, notePlatform as write } from "../../records/donations/disclosures.ts";
import { type ActContext, type Actor, actorId, BadInputError } from "../context.ts";
import { campaignOf } from "./campaign.ts";

export interface PlatformNote {
  caseId: string;
  /** Key of the disclosure's period. */
  period: string;
  address: string;
  /** Day on which it appeared there, YYYY-MM-DD. */
  on: string;
  /** And at what time of it, HH:MM. */
  time: string;
  actor: Actor;
}

/**
 * Says where and when a disclosure that is published here appeared on the unified platform. Said twice is said once.
 * @throws {NotFoundError} no such campaign · {BadInputError} an address, day or time that cannot be, a period that is none of its · {RefusedError} it is not
 * published, or stands there with another address, day or time
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
    const problems = platformProblems({ address, on, time }, now, zone).map(({ en }) => en);
    if (address === "" || on === "" || time === "") problems.push("expected an address, a day and a time");
    if (problems.length > 0)
      throw new BadInputError(
        `--address, --at: "${printable(address)}", "${printable(`${on}T${time}`)}"; ${problems.join("; ")} (now it is ${dateIn(now, zone)}T${timeIn(now, zone)}, ${zone})`,
      );
    const all = await disclosuresOfCase(tx, caseId);
    const found = all.find((one) => one.period === period);
    if (!found)
      throw new BadInputError(
        `--period: "${printable(period)}"; expected one of ${all.map((one) => one.period).join(", ") || "none: nothing was asked for yet"}`,
      );
    if (!found.publishedAt)
      throw new RefusedError(`platform: ${period} is not published here yet; expected one that is`);
    const same = found.platformOn === on && found.platformAddress === address;
    if (same && found.platformTime === time) return false;
    // What was noted before the time of day was asked for may be given its time.
    if (found.platformOn && !(same && found.platformTime === null))
      throw new RefusedError(
        `platform: ${period} stands there since ${[found.platformOn, found.platformTime].filter(Boolean).join(" ")}; what was published is not changed`,
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
