import type { Holder } from "../tasks/holder.ts";
import type { Role } from "../terms.ts";

/** Roles that call people about late tasks: the heads of an organization, its board, its authority and its registrar. */
const callers: readonly Role[] = ["legal-representative", "head", "supervisory-board", "authority", "registrar"];

/** Whether a reader sees the telephone numbers of an organization's people. Null: the administrator. */
export const seesNumbers = (personId: string | null, holders: readonly Holder[]): boolean =>
  personId === null || holders.some((one) => one.personId === personId && callers.includes(one.role));
