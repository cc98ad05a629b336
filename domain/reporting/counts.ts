import type { Text } from "../terms.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** The counts of a report, with names and definitions, which the report itself shows. */
export const countNames = [
  "asked",
  "inTime",
  "late",
  "overdue",
  "missed",
  "credited",
  "waived",
  "selfDeclared",
  "returns",
  "escalated",
  "depth",
] as const;
export type CountName = (typeof countNames)[number];

/** Counts of tasks, which can be added up; `days`: number submitted within each of {@link dayBins}. */
export type Counts = Readonly<Record<CountName, number>> & { readonly days: readonly number[] };

/** Last day of each bin, counted from the opening; later ones are in a further bin. */
export const dayBins = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 30, 60] as const;

/** The bin of a number of days. */
export function binOf(days: number): number {
  const found = dayBins.findIndex((last) => days <= last);
  return found === -1 ? dayBins.length : found;
}

export const noCounts: Counts = {
  ...(Object.fromEntries(countNames.map((name) => [name, 0])) as Record<CountName, number>),
  days: Array.from({ length: dayBins.length + 1 }, () => 0),
};

/** The counts from which the share done on time is computed. */
const shareNames = ["asked", "inTime", "credited", "waived"] as const satisfies readonly CountName[];
export type Share = Pick<Counts, (typeof shareNames)[number]>;
const noShare: Share = { asked: 0, inTime: 0, credited: 0, waived: 0 };

/** Adds the named counts of each to a sum. */
function added<N extends CountName>(
  sum: Record<N, number>,
  names: readonly N[],
  all: readonly { readonly [name in N]: number }[],
): Record<N, number> {
  for (const one of all) for (const name of names) sum[name] += one[name];
  return sum;
}

export const sumOf = (all: readonly Counts[]): Counts => {
  const days = [...noCounts.days];
  for (const one of all)
    for (let bin = 0; bin < days.length; bin++) days[bin] = (days[bin] ?? 0) + (one.days[bin] ?? 0);
  return { ...added({ ...noCounts }, countNames, all), days };
};

export const sumOfShares = (all: readonly Share[]): Share => added({ ...noShare }, shareNames, all);

/** Number of rated tasks, the basis of punctuality and score: without credited and waived ones. */
export const rated = ({ asked, credited, waived }: Omit<Share, "inTime">): number => asked - credited - waived;

/** Share done on time, 0 to 1; null: no rated tasks. */
export const punctuality = (counts: Share): number | null => (rated(counts) > 0 ? counts.inTime / rated(counts) : null);

/** Value of a median beyond the last bin. */
export const beyondDays = (dayBins.at(-1) ?? 0) + 1;

/** Number of days within which at least half of the submitted tasks were submitted; {@link beyondDays}: more than that; null: none was. */
export function medianDays({ days }: Pick<Counts, "days">): number | null {
  const all = days.reduce((sum, n) => sum + n, 0);
  if (all === 0) return null;
  let through = 0;
  for (const [bin, n] of days.entries()) {
    through += n;
    if (through * 2 >= all) return dayBins[bin] ?? beyondDays;
  }
  return beyondDays;
}

/** Average number of rungs reached after D, among tasks that reached any; null: none did. */
export const meanDepth = ({ depth, escalated }: Pick<Counts, "depth" | "escalated">): number | null =>
  escalated > 0 ? depth / escalated : null;

export const countWords: Readonly<Record<CountName, { name: Text; means: Text }>> = {
  asked: {
    name: t("应办", "asked"),
    means: t(
      "期限在本期内的工作：截至统计时已到期的，以及提前办结或提交的；已取消和因等级调整不再办理的不计",
      "tasks whose due day lies in the period: those that are due by now, and those settled or handed in before; without what was cancelled or superseded",
    ),
  },
  inTime: {
    name: t("按期完成", "in time"),
    means: t("期限内提交，退回后按新的期限", "handed in by its due time (after a return, by the new one)"),
  },
  late: { name: t("逾期完成", "done late"), means: t("期限后提交", "handed in after its due time") },
  overdue: {
    name: t("逾期未完成", "overdue"),
    means: t("期限已过，仍未提交", "past its due time and not handed in yet"),
  },
  missed: {
    name: t("未完成", "missed"),
    means: t(
      "下一期开始时仍未完成，补报的也计在内",
      "not done when the next one began, also where it was answered since",
    ),
  },
  credited: {
    name: t("同时计入", "credited"),
    means: t("另一项职责办结时一并计入，不参加评分", "counted with another one that was done; not rated"),
  },
  waived: { name: t("免除", "waived"), means: t("说明理由免除，不参加评分", "released with a reason; not rated") },
  selfDeclared: {
    name: t("自行申报", "self-declared"),
    means: t("机构只有一人、无人核验而办结", "closed by the only person of an organization, verified by nobody"),
  },
  returns: { name: t("退回", "returned"), means: t("核验退回的次数", "how often a submission was returned") },
  escalated: {
    name: t("逾期督办", "escalated"),
    means: t(
      "逾期或未完成、期限后发出过督办的工作",
      "late or missed tasks of which somebody was sent a rung after the due time",
    ),
  },
  depth: {
    name: t("督办级数", "rungs"),
    means: t("上述工作期限后达到的督办级数之和", "how many rungs after the due time these had reached, in all"),
  },
};
