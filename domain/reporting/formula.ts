import { BadInputError } from "../errors.ts";
import { type Cause, expected, unusable } from "../reasons/index.ts";
import { printable } from "../roster/cell.ts";
import type { Text } from "../terms.ts";
import { type Counts, rated } from "./counts.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** The parts of a formula: points of each task, deductions, and thresholds of green and yellow. */
export const formulaNames = [
  "in-time",
  "late",
  "overdue",
  "missed",
  "returned",
  "self-declared",
  "rung",
  "least",
  "green",
  "yellow",
] as const;
export type FormulaName = (typeof formulaNames)[number];
export type Formula = Readonly<Record<FormulaName, number>>;

export const defaultFormula: Formula = {
  "in-time": 100,
  late: 60,
  overdue: 0,
  missed: 0,
  returned: 5,
  "self-declared": 0,
  rung: 2,
  least: 3,
  green: 90,
  yellow: 75,
};

/** Title of each part. */
export const formulaTitles: Readonly<Record<FormulaName, Text>> = {
  "in-time": t("按期完成", "in time"),
  late: t("逾期完成", "done late"),
  overdue: t("逾期未完成", "overdue"),
  missed: t("未完成", "missed"),
  returned: t("退回次数", "returned"),
  "self-declared": t("自行申报", "self-declared"),
  rung: t("督办级数", "rungs"),
  least: t("排名所需的最少项数", "fewest rated tasks that are ranked"),
  green: t("绿的最低分", "lowest score that is green"),
  yellow: t("黄的最低分", "lowest score that is yellow"),
};
const given = ["in-time", "late", "overdue", "missed"] as const satisfies readonly FormulaName[];
const takenOff = ["returned", "self-declared", "rung"] as const satisfies readonly FormulaName[];

/** A formula with who set it. */
export interface FormulaSetting {
  formula: Formula;
  because: string;
  /** A person's id, `administrator`, or `system` for the default. */
  setBy: string;
  setAt: Date | null;
}

/**
 * Changes a formula.
 * @throws {BadInputError} unknown name, a value that is not a number from 0 to 100, or yellow above green
 */
export function changedFormula(formula: Formula, change: Readonly<Record<string, string | number>>): Formula {
  const problems: Cause[] = [];
  const next: Record<FormulaName, number> = { ...formula };
  for (const [name, value] of Object.entries(change)) {
    const known = formulaNames.find((one) => one === name);
    const number = /^\d{1,3}(\.\d)?$/.test(String(value)) ? Number(value) : Number.NaN;
    if (!known) problems.push(unusable("formula", printable(name), expected("one-of", { options: formulaNames })));
    else if (!(number <= 100) || (known === "least" && !Number.isInteger(number)))
      problems.push(unusable(name, printable(String(value)), expected("whole-number", { from: 0, to: 100 })));
    else next[known] = number;
  }
  if (problems.length === 0 && next.yellow > next.green)
    problems.push(unusable("yellow", String(next.yellow), expected("whole-number", { from: 0, to: next.green })));
  if (problems.length > 0) throw new BadInputError(...problems);
  return next;
}

/** Score from 0 to 100, to a tenth; null: no rated tasks. */
export function scoreOf(counts: Counts, formula: Formula): number | null {
  const of = rated(counts);
  if (of <= 0) return null;
  const points =
    counts.inTime * formula["in-time"] +
    counts.late * formula.late +
    counts.overdue * formula.overdue +
    counts.missed * formula.missed -
    counts.returns * formula.returned -
    counts.selfDeclared * formula["self-declared"] -
    counts.depth * formula.rung;
  return Math.max(0, Math.round((points / of) * 10) / 10);
}

export const lights = ["green", "yellow", "red"] as const;
export type Light = (typeof lights)[number];
export const lightWords: Readonly<Record<Light, Text>> = {
  green: t("绿", "green"),
  yellow: t("黄", "yellow"),
  red: t("红", "red"),
};

export const lightOf = (score: number | null, { green, yellow }: Formula): Light | null =>
  score === null ? null : score >= green ? "green" : score >= yellow ? "yellow" : "red";

interface Ranked {
  code: string;
  counts: Counts;
  score: number | null;
}

/** Ranked organizations, best first: by score, then by undone tasks, then by code. Equal scores have the same rank. */
export function rank<One extends Ranked>(all: readonly One[], { least }: Formula): (One & { rank: number | null })[] {
  const undone = ({ missed, overdue }: Counts): number => missed + overdue;
  const ranks = (one: Ranked): boolean => one.score !== null && rated(one.counts) >= least;
  const byCode = (a: Ranked, b: Ranked): number => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
  const sorted = all
    .filter(ranks)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0) || undone(a.counts) - undone(b.counts) || byCode(a, b));
  let place = 0;
  const ranked = sorted.map((one, index) => {
    if (sorted[index - 1]?.score !== one.score) place = index + 1;
    return { ...one, rank: place };
  });
  return [
    ...ranked,
    ...all
      .filter((one) => !ranks(one))
      .sort(byCode)
      .map((one) => ({ ...one, rank: null })),
  ];
}

/** The formula in words, as each report shows it. */
export function formulaWords(formula: Formula): Text {
  const taken = takenOff.filter((name) => formula[name] > 0);
  const { least, green, yellow } = formula;
  const zh = (name: FormulaName): string => `${formulaTitles[name].zh}×${formula[name]}`;
  const en = (name: FormulaName): string => `${formulaTitles[name].en} × ${formula[name]}`;
  return t(
    `得分＝（${given.map(zh).join("＋")}${taken.map((name) => `－${zh(name)}`).join("")}）÷（应办－同时计入－免除），最低0分，保留一位小数。参加评分不足${least}项的机构不排名；得分相同的名次相同。${green}分及以上为绿，${yellow}分及以上为黄，其余为红。`,
    `Score = (${given.map(en).join(" + ")}${taken.map((name) => ` − ${en(name)}`).join("")}) ÷ (asked − credited − waived), at least 0, to a tenth. Organizations with fewer than ${least} rated tasks are not ranked; the same score is the same rank. Green from ${green}, yellow from ${yellow}, red below.`,
  );
}
