/** What a progress report says of a task: how it looks to whoever does it. */
export const outlooks = ["on-track", "at-risk", "blocked"] as const;
export type Outlook = (typeof outlooks)[number];

/** Those that notify the supervisor at once, and which need text: what is wrong, and what help is requested. */
export const needsHelp = (outlook: Outlook): boolean => outlook !== "on-track";

/** The name of a report in log and notices: each outlook has its own. */
export const reportNames = ["report-on-track", "report-at-risk", "report-blocked"] as const;
/** What a word to the doer is called that answers a report. */
export const reportAnswer = "answer-report";
export type ReportName = (typeof reportNames)[number];
export const reportName = (outlook: Outlook): ReportName => `report-${outlook}`;

/** How often a supervisor may ask for a report of one task; `none`: whatever its policy says, not at all. */
export const reportCadences = ["1bd", "2bd", "5bd", "none"] as const;
export type ReportCadence = (typeof reportCadences)[number];

/** What a supervisor asked for, as the task keeps it among its facts; null: nobody did, and its policy decides. */
export const reportCadenceOf = (facts: Readonly<Record<string, unknown>> = {}): ReportCadence | null =>
  reportCadences.find((one) => one === facts.reportEvery) ?? null;

/** What a task keeps of the last report of its doer. */
export interface Reported {
  outlook: Outlook | null;
  outlookAt: Date | null;
  outlookNote: string | null;
  outlookById: string | null;
  /** When a supervisor answered it: more time, another doer, or a word. */
  outlookAnsweredAt: Date | null;
}

/** Nothing is reported any more: it was submitted, or is somebody else's now. */
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

/** The same report sent again within this is the same one. */
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
