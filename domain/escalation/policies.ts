import { disclosure, disclosureEmergency, disclosureMatter } from "./policies/disclosure.ts";
import { drillEvaluation, drillHold } from "./policies/drill.ts";
import { emergency, hazardMinor, incident, incidentCritical } from "./policies/emergency.ts";
import { filing, receipt } from "./policies/filing.ts";
import { drillDate, ordinary } from "./policies/ordinary.ts";
import { personal } from "./policies/personal.ts";
import { rectificationCritical, rectificationMajor, rectificationMinor } from "./policies/rectification.ts";
import { verdict } from "./policies/verdict.ts";
import type { Policy } from "./policy.ts";
import type { PolicyName } from "./policy-names.ts";

/** Every built-in policy by name; a missing one does not compile. */
const policies: Readonly<Record<PolicyName, Policy>> = {
  ordinary,
  filing,
  "rectification-critical": rectificationCritical,
  "rectification-major": rectificationMajor,
  "rectification-minor": rectificationMinor,
  "disclosure-emergency": disclosureEmergency,
  disclosure,
  "disclosure-matter": disclosureMatter,
  receipt,
  emergency,
  "hazard-minor": hazardMinor,
  "incident-critical": incidentCritical,
  incident,
  verdict,
  "drill-date": drillDate,
  "drill-hold": drillHold,
  "drill-evaluation": drillEvaluation,
  personal,
};

/** The built-in policies by name. A jurisdiction, an organization or a duty may replace any of them. */
export const defaultPolicies: Readonly<Record<string, Policy>> = policies;
