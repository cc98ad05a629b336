import type { PolicyName } from "../escalation/policy-names.ts";

/** How grave a finding is: decides the ladder of what mends it. */
export const severities = ["critical", "major", "minor"] as const;
export type Severity = (typeof severities)[number];

export const isSeverity = (value: unknown): value is Severity => severities.includes(value as Severity);

/** The ladder of what a case's facts call so grave; major where they say nothing. */
export const ladderBySeverity = ({ severity }: Readonly<Record<string, unknown>>): PolicyName =>
  `rectification-${isSeverity(severity) ? severity : "major"}`;

/** The ladder by which an incident is reported: two hours where it is critical, a day otherwise. */
export const incidentLadder = ({ severity }: Readonly<Record<string, unknown>>): PolicyName =>
  severity === "critical" ? "incident-critical" : "incident";

/** A case that nothing else may go before: what was found is critical, or it is an emergency. */
export const isGrave = (facts: Readonly<Record<string, unknown>>): boolean =>
  facts.severity === "critical" || facts.emergency === true;
