import { overdue } from "../domain/escalation/policies/ordinary.ts";
import { opened, sinceOpened, tell } from "../domain/escalation/policies/rung.ts";
import type { Policy } from "../domain/escalation/policy.ts";
import { parsePolicy } from "../domain/escalation/policy-check.ts";
import type { Db } from "../prisma/client.ts";

/** The recurring duty and the drill. Both belong to the secretariat, and every organization has both. */
export const dutyOfKind = { recurring: "25", drill: "26" } as const;
export type HerdKind = keyof typeof dutyOfKind;

/** Number of reminders in the bench's ladder. */
export const reminders = 3;

/**
 * A ladder as an administrator would write it: a notice at the opening, then reminders at equal intervals. The intervals are minutes because
 * real time passes here. The rungs are `prompt`, so the limit of one routine mail a day does not apply to them.
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

/** Writes the ladders of both first tasks. */
export async function writeLadders(db: Db, minutes: number): Promise<void> {
  for (const name of ["ordinary", "drill-date"]) {
    const policy = ladderOf(name, minutes);
    await db.policyRow.create({
      data: { name, definition: JSON.parse(JSON.stringify(policy)), updatedAt: new Date() },
    });
  }
}

export const rungOf = (minutes: number, n: number): string => (n === 0 ? "opened" : `opened+${n * minutes}min`);
