/** Terms of the domain, each with the one list of its values. docs/glossary.md defines them. */

/** Types of social organization (guideline 2022-12-07, part 三; codes of the duty catalogue). */
export const organizationTypes = ["HUB", "CHA", "VOL", "IND", "CHM", "SVC", "COM", "OTH"] as const;
export type OrganizationType = (typeof organizationTypes)[number];

/** Registration of an organization, which decides its statutory dates. */
export const registrations = ["association", "service", "foundation"] as const;
export type Registration = (typeof registrations)[number];

/** Properties of an organization for which statutes require more. */
export const marks = ["fire-unit", "fire-key-unit", "production-safety"] as const;
export type Mark = (typeof marks)[number];

/** Roles of those who run an organization, or are responsible for it, from within. */
export const officeRoles = [
  "legal-representative",
  "head",
  "secretariat",
  "deputy",
  "supervisory-board",
  "party-organization",
  "party-head",
] as const;

/** Roles; a person holds one in an organization from a day to a day. */
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

/** Kinds of procedure, by their codes in the catalogue. */
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

/** Levels of a hazard: 常态 · 预警 · 应急响应, lowest first. */
export const levels = ["normal", "watch", "response"] as const;
export type Level = (typeof levels)[number];

/**
 * open → done · cancelled · missed: not done when the next one began · superseded: another counts instead after a change of level · credited: another
 * that was done counts for it. A case in one of the last three states names the other (`countedBy`).
 */
export const caseStates = ["open", "done", "cancelled", "missed", "superseded", "credited"] as const;
export type CaseState = (typeof caseStates)[number];

export const channels = ["email", "sms"] as const;
export type Channel = (typeof channels)[number];

export const languageCodes = ["zh-CN", "en"] as const;
export type LanguageCode = (typeof languageCodes)[number];

/** What a message says; languages know shapes, not kinds. */
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

/** How a message is sent: routine waits for the digest, prompt for the end of quiet hours, an emergency for nothing. */
export const urgencies = ["routine", "prompt", "emergency"] as const;
export type Urgency = (typeof urgencies)[number];

/** A text in every language. */
export type Text = Readonly<{ zh: string; en: string }>;

/** A calendar day, `YYYY-MM-DD`, in the zone that goes with it. */
export type LocalDate = string;
/** A wall-clock time, `HH:MM` (24 h; `24:00` is the end of the day). */
export type LocalTime = string;
/** An IANA zone, such as `Asia/Shanghai`. */
export type Zone = string;
