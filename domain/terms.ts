/** The words of the domain, each checked against the one list that holds it. docs/glossary.md defines them. */

/** Types of social organization (guideline 2022-12-07, part 三; codes of the duty catalogue). */
export const organizationTypes = ["HUB", "CHA", "VOL", "IND", "CHM", "SVC", "COM", "OTH"] as const;
export type OrganizationType = (typeof organizationTypes)[number];

/** How an organization is registered, which decides its statutory dates. */
export const registrations = ["association", "service", "foundation"] as const;
export type Registration = (typeof registrations)[number];

/** What is said of an organization beside its type, where the law asks more of it. */
export const marks = ["fire-unit", "fire-key-unit", "production-safety"] as const;
export type Mark = (typeof marks)[number];

/** Roles of those who run an organization, or answer for it, within it. */
export const officeRoles = [
  "legal-representative",
  "head",
  "secretariat",
  "deputy",
  "supervisory-board",
  "party-organization",
  "party-head",
] as const;

/** A role is held by a person in one organization from a day to a day. */
export const roles = [
  ...officeRoles,
  "staff",
  "member",
  "volunteer",
  "authority",
  "party-committee",
  "registrar",
  "regulator",
] as const;
export type Role = (typeof roles)[number];

/** Kinds of procedure; the codes of the duty catalogue. */
export const kinds = [
  "RT",
  "PR",
  "DR",
  "RX",
  "SI",
  "HI",
  "FR",
  "CR",
  "MM",
  "FG",
  "DD",
  "VG",
  "AG",
  "CA",
  "OL",
] as const;
export type Kind = (typeof kinds)[number];

export const cadences = ["weekly", "monthly", "quarterly", "half-yearly", "yearly"] as const;
export type Cadence = (typeof cadences)[number];

/** How grave things are with a hazard: 常态 · 预警 · 应急响应, the lowest first. */
export const levels = ["normal", "watch", "response"] as const;
export type Level = (typeof levels)[number];

/**
 * open → done · cancelled: given up · missed: its time was over when the next began · superseded: another counts in its place, since the
 * level has changed · credited: another that was done counts for it. A case that is one of the last three names the other (`countedBy`).
 */
export const caseStates = ["open", "done", "cancelled", "missed", "superseded", "credited"] as const;
export type CaseState = (typeof caseStates)[number];

export const channels = ["email", "sms"] as const;
export type Channel = (typeof channels)[number];

export const languageCodes = ["zh-CN", "en"] as const;
export type LanguageCode = (typeof languageCodes)[number];

/** What one message says; a language knows these and nothing about kinds. */
export const shapes = [
  "due",
  "reminder",
  "overdue",
  "escalated",
  "returned",
  "settled",
  "call",
  "digest",
  "test",
] as const;
export type Shape = (typeof shapes)[number];

/** How a message may reach someone: routine waits for the digest, prompt for quiet hours, an emergency for nothing. */
export const urgencies = ["routine", "prompt", "emergency"] as const;
export type Urgency = (typeof urgencies)[number];

/** A text in each language a person may have. */
export type Text = Readonly<{ zh: string; en: string }>;

/** A calendar day, `YYYY-MM-DD`, in a zone that goes with it. */
export type LocalDate = string;
/** A wall-clock time, `HH:MM` (24 h; `24:00` is the end of the day). */
export type LocalTime = string;
/** An IANA zone, such as `Asia/Shanghai`. */
export type Zone = string;
