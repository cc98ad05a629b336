import { overdue } from "../domain/escalation/policies/ordinary.ts";
import { opened, sinceOpened, tell } from "../domain/escalation/policies/rung.ts";
import type { Policy } from "../domain/escalation/policy.ts";
import { parsePolicy } from "../domain/escalation/policy-check.ts";
import type { Db } from "../prisma/client.ts";

/** The duty that recurs and the drill: both the secretariat's, both of every organization. */
export const dutyOfKind = { recurring: "25", drill: "26" } as const;
export type HerdKind = keyof typeof dutyOfKind;

/** Reminders of the bench's ladder. */
export const reminders = 3;

/**
 * A ladder as an administrator would write it: told at the opening, reminded after so many minutes, time after time. In minutes,
 * because real time passes here; such rungs are `prompt`: the cap of one routine mail a day does not hold them.
 */
export const ladderOf = (name: string, minutes: number): Policy =>
  parsePolicy({
    name,
    for: { zh: "测量", en: "measurement" },
    rungs: [
      opened(tell(["doer", "E", "due"])),
      ...Array.from({ length: reminders }, (_, n) =>
        sinceOpened((n + 1) * minutes, "min", tell(["doer", "E", "reminder"])),
      ),
      ...overdue,
    ],
  } satisfies Policy);

/** The ladders of both first tasks. */
export async function writeLadders(db: Db, minutes: number): Promise<void> {
  for (const name of ["ordinary", "drill-date"]) {
    const policy = ladderOf(name, minutes);
    await db.policyRow.create({
      data: { name, definition: JSON.parse(JSON.stringify(policy)), updatedAt: new Date() },
    });
  }
}

export const rungOf = (minutes: number, n: number): string => (n === 0 ? "opened" : `opened+${n * minutes}min`);
