import type { EventName } from "../catalogue/duty.ts";
import type { OrganizationType, Role, Text } from "../terms.ts";

/** What an authority issues to many organizations is, for each of them, one of these events. */
export const circularEvents = ["policy-issued", "call-issued"] as const satisfies readonly EventName[];
export type CircularEvent = (typeof circularEvents)[number];

/** Roles in whose name a person issues one, to the organizations in which they hold them. */
export const issuers = ["authority", "registrar", "regulator"] as const satisfies readonly Role[];

/** Who issues it: the local authorities, the supervising authority (业务主管单位), the industry's (行业管理部门). */
export const circularSources = ["local", "authority", "industry"] as const;
export type CircularSource = (typeof circularSources)[number];

/** An urgent one says so wherever it is named; its terms are those of every other. */
export const circularUrgencies = ["routine", "urgent"] as const;
export type CircularUrgency = (typeof circularUrgencies)[number];

/** What an authority issues: a policy, a call to action. */
export interface Circular {
  id: string;
  key: string;
  event: CircularEvent;
  source: CircularSource;
  title: string;
  text: string;
  urgency: CircularUrgency;
  /** Whom it concerns: of these types and in these districts (empty: all); where organizations are named, they alone. */
  types: readonly OrganizationType[];
  districts: readonly string[];
  organizationIds: readonly string[];
  /** Facts that its cases begin with, beside `source` and `urgency`. */
  facts: Readonly<Record<string, unknown>>;
  /** A person's id, or `administrator`. */
  issuedBy: string;
  issuedAt: Date;
  /** Null: it stands. */
  withdrawnAt: Date | null;
  withdrawnBecause: string;
}

/** What its cases are about, as every message names them: in the title's own language, since a title is never translated. */
export const subjectOf = ({ title, urgency }: Pick<Circular, "title" | "urgency">): string => {
  if (urgency !== "urgent") return title;
  return /\p{Script=Han}/u.test(title) ? `【紧急】${title}` : `URGENT: ${title}`;
};

/** Key of its case in an organization, one for each duty. */
export const caseKeyOf = ({ event, id }: Pick<Circular, "event" | "id">): string => `${event}:${id}`;

export const factsOf = ({ facts, source, urgency }: Pick<Circular, "facts" | "source" | "urgency">) => ({
  ...facts,
  source,
  urgency,
});

/**
 * What comes out of its cases only to carry it out, and ends with it when it is withdrawn: what a meeting resolved on it. What was found
 * meanwhile stays a finding.
 */
export const carriesOut = ["resolution-passed"] as const satisfies readonly EventName[];

const t = (zh: string, en: string): Text => ({ zh, en });

export const sourceWords: Readonly<Record<CircularSource, Text>> = {
  local: t("属地", "local authorities"),
  authority: t("业务主管单位", "supervising authority"),
  industry: t("行业管理部门", "industry department"),
};
export const urgencyWords: Readonly<Record<CircularUrgency, Text>> = {
  routine: t("普通", "routine"),
  urgent: t("紧急", "urgent"),
};
