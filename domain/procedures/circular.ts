import type { EventName } from "../catalogue/duty.ts";
import type { OrganizationType, Role, Text } from "../terms.ts";

/** Events that a circular raises in each organization that it concerns. */
export const circularEvents = ["policy-issued", "call-issued"] as const satisfies readonly EventName[];
export type CircularEvent = (typeof circularEvents)[number];

/** Roles in which a person can issue a circular, to the organizations in which they hold them. */
export const issuers = ["authority", "registrar", "regulator"] as const satisfies readonly Role[];

/** Issuers: local authorities, the supervising authority (业务主管单位), the industry's authority (行业管理部门). */
export const circularSources = ["local", "authority", "industry"] as const;
export type CircularSource = (typeof circularSources)[number];

/** Urgencies. An urgent circular is labelled as such; its terms are the same. */
export const circularUrgencies = ["routine", "urgent"] as const;
export type CircularUrgency = (typeof circularUrgencies)[number];

/** A circular: a policy or a call to action. */
export interface Circular {
  id: string;
  key: string;
  event: CircularEvent;
  source: CircularSource;
  title: string;
  text: string;
  urgency: CircularUrgency;
  /** Addressees: organizations of these types and districts (empty: all); if organizations are named, only they. */
  types: readonly OrganizationType[];
  districts: readonly string[];
  organizationIds: readonly string[];
  /** Facts with which its cases start, besides `source` and `urgency`. */
  facts: Readonly<Record<string, unknown>>;
  /** A person's id, or `administrator`. */
  issuedBy: string;
  issuedAt: Date;
  /** Null: not withdrawn. */
  withdrawnAt: Date | null;
  withdrawnBecause: string;
}

/** Subject of its cases in every message; the title is never translated. */
export const subjectOf = ({ title, urgency }: Pick<Circular, "title" | "urgency">): string => {
  if (urgency !== "urgent") return title;
  return /\p{Script=Han}/u.test(title) ? `加急：${title}` : `URGENT: ${title}`;
};

/** Key of its case in an organization, one for each duty. */
export const caseKeyOf = ({ event, id }: Pick<Circular, "event" | "id">): string => `${event}:${id}`;

export const factsOf = ({ facts, source, urgency }: Pick<Circular, "facts" | "source" | "urgency">) => ({
  ...facts,
  source,
  urgency,
});

/** Events whose cases only carry out a circular and end when it is withdrawn: resolutions of a meeting. Findings remain. */
export const carriesOut = ["resolution-passed"] as const satisfies readonly EventName[];

const t = (zh: string, en: string): Text => ({ zh, en });

export const sourceWords: Readonly<Record<CircularSource, Text>> = {
  local: t("属地政府", "local authorities"),
  authority: t("业务主管单位", "supervising authority"),
  industry: t("行业管理部门", "industry department"),
};
export const urgencyWords: Readonly<Record<CircularUrgency, Text>> = {
  routine: t("普通", "routine"),
  urgent: t("加急", "urgent"),
};
