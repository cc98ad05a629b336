import type { OrganizationType } from "../terms.ts";
import { type Counts, meanDepth, medianDays, noCounts, punctuality, sumOf } from "./counts.ts";
import { type FormulaSetting, type Light, lightOf, lights, rank, scoreOf } from "./formula.ts";
import { periodBefore, type ReportPeriod } from "./period.ts";

/** The tasks that a report covers; absent: all. */
export interface ReportScope {
  duty?: string;
  district?: string;
  type?: OrganizationType;
  /** Name of the single organization, or of the person of the authority that oversees the organizations. */
  organization?: string;
  authority?: string;
}

/** Counts of an organization in the period and in the previous one. */
export interface OrganizationCounts {
  id: string;
  code: string;
  name: string;
  district: string;
  types: readonly OrganizationType[];
  counts: Counts;
  before: Counts;
}

/** Counts of some tasks, and figures derived from them. */
export interface Figures {
  counts: Counts;
  /** 0 to 1. */
  punctuality: number | null;
  /** Of the previous period; and the change in percentage points. */
  punctualityBefore: number | null;
  change: number | null;
  medianDays: number | null;
  meanDepth: number | null;
  score: number | null;
  light: Light | null;
}

export interface Group extends Figures {
  /** A district, a type, the number of a duty. */
  key: string;
  /** Null: not counted for a duty. */
  organizations: number | null;
}

export interface Place extends Figures {
  id: string;
  code: string;
  name: string;
  district: string;
  /** Null: too few rated tasks. */
  rank: number | null;
}

export interface Report {
  period: ReportPeriod;
  before: ReportPeriod;
  /** The period had not ended at that instant. */
  asOf: Date;
  running: boolean;
  scope: ReportScope;
  formula: FormulaSetting;
  total: Figures;
  totalBefore: Figures;
  lights: Readonly<Record<Light, number>>;
  organizations: Place[];
  districts: Group[];
  types: Group[];
  duties: Group[];
  /** Months up to the end of the period, oldest first. */
  months: { month: string; counts: Counts; punctuality: number | null }[];
}

export interface ReportInput extends Pick<Report, "period" | "asOf" | "running" | "scope" | "formula"> {
  organizations: readonly OrganizationCounts[];
  duties: readonly { duty: string; counts: Counts; before: Counts }[];
  months: readonly { month: string; counts: Counts }[];
}

/** Rounds to tenths, to hide the noise of binary fractions. */
const tenth = (value: number): number => Math.round(value * 10) / 10;

/** Change of a share in percentage points; null: one of them is unknown. */
export const changeOf = (now: number | null, then: number | null): number | null =>
  now === null || then === null ? null : tenth(tenth(now * 100) - tenth(then * 100));

export function figuresOf(counts: Counts, before: Counts, { formula }: FormulaSetting): Figures {
  const [now, then] = [punctuality(counts), punctuality(before)];
  const score = scoreOf(counts, formula);
  return {
    counts,
    punctuality: now,
    punctualityBefore: then,
    change: changeOf(now, then),
    medianDays: medianDays(counts),
    meanDepth: meanDepth(counts),
    score,
    light: lightOf(score, formula),
  };
}

/** Makes a report from counts. */
export function assemble({ organizations, duties, months, ...about }: ReportInput): Report {
  const { formula } = about;
  const places = organizations
    .filter(({ counts }) => counts.asked > 0)
    .map(({ id, code, name, district, counts, before }) => ({
      id,
      code,
      name,
      district,
      ...figuresOf(counts, before, formula),
    }));
  const total = sumOf(organizations.map(({ counts }) => counts));
  const totalBefore = sumOf(organizations.map(({ before }) => before));
  return {
    ...about,
    before: periodBefore(about.period),
    total: figuresOf(total, totalBefore, formula),
    totalBefore: figuresOf(totalBefore, noCounts, formula),
    lights: Object.fromEntries(
      lights.map((light) => [light, places.filter((one) => one.light === light).length]),
    ) as Report["lights"],
    organizations: rank(places, formula.formula),
    districts: groups(organizations, ({ district }) => [district], formula),
    types: groups(organizations, ({ types }) => types, formula),
    duties: duties
      .filter(({ counts }) => counts.asked > 0)
      .map(({ duty, counts, before }) => ({
        key: duty,
        organizations: null,
        ...figuresOf(counts, before, formula),
      }))
      .sort((a, b) => byScore(a, b) || Number.parseInt(a.key, 10) - Number.parseInt(b.key, 10)),
    months: months.map((one) => ({ ...one, punctuality: punctuality(one.counts) })),
  };
}

/** Worst first, which is what a report is read for. */
const byScore = (a: Figures, b: Figures): number => (a.score ?? 101) - (b.score ?? 101);

function groups(
  all: readonly OrganizationCounts[],
  keysOf: (one: OrganizationCounts) => readonly string[],
  formula: FormulaSetting,
): Group[] {
  const found = new Map<string, OrganizationCounts[]>();
  for (const one of all)
    for (const key of new Set(keysOf(one))) {
      const known = found.get(key);
      if (known) known.push(one);
      else found.set(key, [one]);
    }
  return [...found]
    .map(([key, some]) => ({
      key,
      organizations: some.filter(({ counts }) => counts.asked > 0).length,
      ...figuresOf(sumOf(some.map(({ counts }) => counts)), sumOf(some.map(({ before }) => before)), formula),
    }))
    .filter(({ counts }) => counts.asked > 0)
    .sort((a, b) => byScore(a, b) || (a.key < b.key ? -1 : 1));
}
