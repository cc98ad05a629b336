/** Names of the built-in policies. A kind that names another does not compile; a duty pack that does is refused when it is read. */
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
