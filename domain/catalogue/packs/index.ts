import type { Deadline, Duty, DutyPack } from "../duty.ts";
import { UnknownDutyError } from "./errors.ts";
import { guangzhou2022 } from "./guangzhou-2022.ts";
import { statutory } from "./statutory.ts";
import { statutoryDuties } from "./statutory-duties.ts";

export { DutyPackError, UnknownDutyError } from "./errors.ts";
export { guangzhou2022, statutory, statutoryDuties };

/** Packs in use. For a further jurisdiction, add a file here and an entry to this list. */
export const dutyPacks: readonly DutyPack[] = [guangzhou2022, statutoryDuties];

/** Every duty of every pack, in the order of the catalogue. */
export const allDuties: readonly Duty[] = dutyPacks.flatMap((pack) => pack.duties);

const ofLaw = new Set(statutoryDuties.duties.map(({ number }) => number));

/** Whether a statute requires the duty and names its days. */
export const isOfLaw = (number: string): boolean => ofLaw.has(number);

const byNumber = new Map(allDuties.map((duty) => [duty.number, duty]));
const byName = new Map(statutory.map((deadline) => [deadline.name, deadline]));

export function findDuty(number: string): Duty | undefined {
  return byNumber.get(number);
}

/** The duty of a number. @throws {UnknownDutyError} no pack has it */
export function dutyOf(number: string): Duty {
  const duty = byNumber.get(number);
  if (duty) return duty;
  const ranges = dutyPacks.map(({ duties }) => ({ from: duties[0]?.number ?? "", to: duties.at(-1)?.number ?? "" }));
  throw new UnknownDutyError(number, ranges);
}

export function findDeadline(name: string): Deadline | undefined {
  return byName.get(name);
}
