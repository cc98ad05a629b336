import type { PolicyName } from "../escalation/policy-names.ts";

/** Severity of a finding: decides the policy of its rectification. */
export const severities = ["critical", "major", "minor"] as const;
export type Severity = (typeof severities)[number];

export const isSeverity = (value: unknown): value is Severity => severities.includes(value as Severity);

/** Policy by the severity in a case's facts; major if none is stated. */
export const ladderBySeverity = ({ severity }: Readonly<Record<string, unknown>>): PolicyName =>
  `rectification-${isSeverity(severity) ? severity : "major"}`;

/** Policy by which an incident is reported: two hours if critical, otherwise a day. */
export const incidentLadder = ({ severity }: Readonly<Record<string, unknown>>): PolicyName =>
  severity === "critical" ? "incident-critical" : "incident";

/** A case with priority over all others: a critical finding, or an emergency. */
export const isGrave = (facts: Readonly<Record<string, unknown>>): boolean =>
  facts.severity === "critical" || facts.emergency === true;
