/** Escalation policies of the product: a kind or a duty pack that names another does not compile, or is refused when it is read. */
export const policyNames = [
  "ordinary",
  "filing",
  "rectification-critical",
  "rectification-major",
  "rectification-minor",
  "disclosure-emergency",
  "disclosure",
  "disclosure-matter",
  "receipt",
  "emergency",
  "hazard-minor",
  "incident-critical",
  "incident",
  "verdict",
  "drill-date",
  "drill-hold",
  "drill-evaluation",
  "personal",
] as const;
export type PolicyName = (typeof policyNames)[number];
