import { disclosure, disclosureEmergency, disclosureMatter } from "./policies/disclosure.ts";
import { drillEvaluation, drillHold } from "./policies/drill.ts";
import { emergency, hazardMinor, incident, incidentCritical } from "./policies/emergency.ts";
import { filing, receipt } from "./policies/filing.ts";
import { drillDate, ordinary } from "./policies/ordinary.ts";
import { personal } from "./policies/personal.ts";
import { rectificationCritical, rectificationMajor, rectificationMinor } from "./policies/rectification.ts";
import { verdict } from "./policies/verdict.ts";
import type { Policy } from "./policy.ts";

/** What the product does when nobody has set anything, by name. A jurisdiction, an organization or a duty may replace any of them. */
export const defaultPolicies: Readonly<Record<string, Policy>> = Object.fromEntries(
  [
    ordinary,
    filing,
    rectificationCritical,
    rectificationMajor,
    rectificationMinor,
    disclosureEmergency,
    disclosure,
    disclosureMatter,
    receipt,
    emergency,
    hazardMinor,
    incidentCritical,
    incident,
    verdict,
    drillDate,
    drillHold,
    drillEvaluation,
    personal,
  ].map((policy) => [policy.name, policy]),
);
