import type { Kind } from "../../terms.ts";
import type { Deadline, Duty } from "../duty.ts";
import { statutory } from "./statutory.ts";

/** Prefixes of the names of deadlines that are related to a kind of procedure. */
const ofKind: Partial<Record<Kind, readonly string[]>> = {
  DR: ["fire-drill", "production-drill"],
  FG: ["fundraising-", "partner-evaluation"],
  MM: ["major-matter-"],
};
/** The same for duties with deadlines of their own: a campaign and a project. */
const ofDuty: Readonly<Record<string, readonly string[]>> = {
  "40a": [
    "campaign-",
    "emergency-",
    "disclosure-platform",
    "donation-receipt",
    "donor-query",
    "changed-use",
    "related-party-dealings",
    "partner-evaluation",
  ],
  "40b": ["project-", "disclosure-platform", "emergency-use", "donor-query", "changed-use", "related-party-dealings"],
};

/** Statutory deadlines related to a duty, in the order of their pack. */
export function relatedDeadlines({ number, kind, deadlines }: Pick<Duty, "number" | "kind" | "deadlines">): Deadline[] {
  if (deadlines) return statutory.filter(({ name }) => deadlines.includes(name));
  const names = ofDuty[number] ?? ofKind[kind] ?? [];
  return statutory.filter((deadline) => names.some((name) => deadline.name.startsWith(name)));
}
