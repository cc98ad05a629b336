/** How a task is progressing, according to its doer's progress report. */
export const outlooks = ["on-track", "at-risk", "blocked"] as const;
export type Outlook = (typeof outlooks)[number];

/** Outlooks that notify the supervisor at once, and require a text: what is wrong, and what help is requested. */
export const needsHelp = (outlook: Outlook): boolean => outlook !== "on-track";

/** Names of reports in log and notices, one for each outlook. */
export const reportNames = ["report-on-track", "report-at-risk", "report-blocked"] as const;
/** Name of a message to the doer that answers a report. */
export const reportAnswer = "answer-report";
export type ReportName = (typeof reportNames)[number];
export const reportName = (outlook: Outlook): ReportName => `report-${outlook}`;

/** Cadences with which a supervisor can request reports of one task; `none`: never, whatever its policy says. */
export const reportCadences = ["1bd", "2bd", "5bd", "none"] as const;
export type ReportCadence = (typeof reportCadences)[number];

/** The cadence that a supervisor set, from the task's facts; null: none, the policy decides. */
export const reportCadenceOf = (facts: Readonly<Record<string, unknown>> = {}): ReportCadence | null =>
  reportCadences.find((one) => one === facts.reportEvery) ?? null;

/** Fields of the doer's last report. */
export interface Reported {
  outlook: Outlook | null;
  outlookAt: Date | null;
  outlookNote: string | null;
  outlookById: string | null;
  /** When a supervisor answered it: by an extension, a reassignment or a message. */
  outlookAnsweredAt: Date | null;
}

/** No report: the task was submitted, or reassigned. */
export const noReport: Reported = {
  outlook: null,
  outlookAt: null,
  outlookNote: null,
  outlookById: null,
  outlookAnsweredAt: null,
};

/** Whether a report waits for an answer. */
export const awaitsAnswer = ({ outlook, outlookAnsweredAt }: Partial<Reported>): boolean =>
  outlook != null && needsHelp(outlook) && !outlookAnsweredAt;

/** In milliseconds: an identical report within this time is a duplicate. */
const again = 10 * 60_000;

export const isSameReport = (
  { outlook, outlookAt, outlookNote, outlookById }: Partial<Reported>,
  report: { outlook: Outlook; note: string | null; by: string | null; at: Date },
): boolean =>
  outlook === report.outlook &&
  (outlookNote ?? null) === report.note &&
  (outlookById ?? null) === report.by &&
  outlookAt != null &&
  report.at.getTime() - outlookAt.getTime() < again;
