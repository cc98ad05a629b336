import { printable } from "../../domain/cell.ts";
import { platformProblems } from "../../domain/platform.ts";
import { Refused } from "../../domain/task.ts";
import { dateIn } from "../../domain/zones.ts";
import { disclosuresOfCase, notePlatform as write } from "../../records/disclosures.ts";
import { appendEvents } from "../../records/events.ts";
import { campaignOf } from "./campaigns.ts";
import { type ActContext, type Actor, actorId, BadInput } from "./context.ts";

export interface PlatformNote {
  caseId: string;
  /** Key of the disclosure's period. */
  period: string;
  address: string;
  /** Day on which it appeared there, YYYY-MM-DD. */
  on: string;
  actor: Actor;
}

/**
 * Says where and on which day a disclosure that is published here appeared on the unified platform. Said twice is said once.
 * @throws {NotFound} no such campaign · {BadInput} an address or day that cannot be, a period that is none of its · {Refused} it is not
 * published, or stands there with another address or day
 */
export async function notePlatform(
  context: ActContext,
  { caseId, period, address: given, on, actor }: PlatformNote,
): Promise<{ changed: boolean }> {
  const now = context.now();
  const address = given.trim();
  const changed = await context.db.$transaction(async (tx) => {
    const campaign = await campaignOf(tx, caseId);
    const today = dateIn(now, campaign.zone);
    const problems = platformProblems({ address, on }, today).map(({ en }) => en);
    if (address === "" || on === "") problems.push("expected an address and a day");
    if (problems.length > 0)
      throw new BadInput(
        `--address, --on: "${printable(address)}", "${printable(on)}"; ${problems.join("; ")} (today is ${today})`,
      );
    const all = await disclosuresOfCase(tx, caseId);
    const found = all.find((one) => one.period === period);
    if (!found)
      throw new BadInput(
        `--period: "${printable(period)}"; expected one of ${all.map((one) => one.period).join(", ") || "none: nothing was asked for yet"}`,
      );
    if (!found.publishedAt) throw new Refused(`platform: ${period} is not published here yet; expected one that is`);
    if (found.platformOn === on && found.platformAddress === address) return false;
    if (found.platformOn)
      throw new Refused(
        `platform: ${period} stands there since ${found.platformOn}; what was published is not changed`,
      );
    await write(tx, found.id, { address, on });
    await appendEvents(tx, [
      {
        caseId: found.caseId,
        taskId: found.taskId,
        organizationId: found.organizationId,
        at: now,
        actor: actorId(actor),
        verb: "on-platform",
        after: { period, address, on },
      },
    ]);
    return true;
  });
  await context.flush();
  return { changed };
}
