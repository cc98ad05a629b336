import type { Offset, Policy } from "../escalation/policy.ts";
import { writing } from "../messages/languages/writing.ts";
import { firstSteps, policyOfCase, severities } from "../procedures/kinds.ts";
import { basisOf, ownLadder, phasesOf, rowOf, stepOf, titleOf } from "../procedures/steps.ts";
import { cadences, type LocalDate, type Text } from "../terms.ts";
import { factText } from "../words/facts.ts";
import { word } from "../words.ts";
import { citationOf, fullWidth } from "./citation.ts";
import type { DueRule } from "./due-rule.ts";
import type { Deadline, Duty, Status } from "./duty.ts";
import { dutyPacks, findDeadline } from "./packs/index.ts";
import { relatedDeadlines } from "./packs/related-deadlines.ts";
import { termWords } from "./set-term.ts";

/** Where a text is published, and when it was read. */
export interface TextPlace {
  source: Text;
  /** Such as `第七十九条第二款`; for the guideline its clause; empty: not known. */
  article: string;
  publication: Text;
  address: string;
  /** Null: never. */
  readOn: LocalDate | null;
  /** For a statute: how far its wording was confirmed. */
  status: Status | null;
}

/** A number that determines a duty (a cadence, a day, a term, times of a ladder), with its source. */
export interface Figure extends TextPlace {
  /** Step of the procedure; null: the duty as a whole. */
  step: string | null;
  what: Text;
  value: Text;
  /** `law`: the text names the number · `default`: the text requires the duty without a number; an administrator may change it. */
  by: "law" | "default";
  /** Name of the statutory deadline from which it comes; null: none. */
  deadline: string | null;
}

/** Policies whose term comes from a statutory deadline. */
export const termsByLaw: Readonly<Record<string, string>> = { "disclosure-emergency": "emergency-receipts" };

const t = (zh: string, en: string): Text => ({ zh, en });
const spans = { bd: "个工作日", d: "天", h: "小时", min: "分钟" } as const;

/** `5个工作日`, `5 business days` */
export const spanText = (term: Offset): Text => t(`${term.n}${spans[term.unit]}`, termWords(term));

/** `planned-start前10天`, `10 days before planned-start` */
export function ruleText({ fact, days = 0, months = 0 }: DueRule): Text {
  const n = months || days;
  const { zh } = factText(fact);
  if (n === 0) return t(`${zh}当日`, `on its day (${fact})`);
  const [many, noun] = [Math.abs(n), months ? "month" : "day"];
  return t(
    `${zh}${n < 0 ? "前" : "后"}${many}${months ? "个月" : "天"}`,
    `${many} ${noun}${many === 1 ? "" : "s"} ${n < 0 ? "before" : "after"} ${fact}`,
  );
}

/** Steps of a duty's procedure in their order; a duty without steps of its own counts as one step. */
export function stepsOf(duty: Duty): readonly string[] {
  const own = phasesOf(duty);
  return own.length > 0 ? own : ["do"];
}

/** Policy of a step without one of its own: that of its row. @param policy the duty's policy, as set */
export function ladderOfStep(duty: Duty, step: string, policy: string): string {
  const row = rowOf(duty, step);
  return row.number === duty.number ? policy : row.policy;
}

/** Names of the policies of a duty's tasks: those of its steps and severities, otherwise the duty's; then the verifier's. */
export function laddersOf(duty: Duty, policy: string): readonly string[] {
  const steps = stepsOf(duty);
  const bySeverity = severities.flatMap((severity) => policyOfCase(duty, { severity }) ?? []);
  const names = steps.flatMap((step) => {
    const form = stepOf(duty.kind, step);
    if (form.policy === undefined) return [ladderOfStep(duty, step, policy), ...bySeverity];
    return severities.flatMap((severity) => ownLadder(form, { severity }) ?? []);
  });
  const verified = steps.some((step) => stepOf(duty.kind, step).verifier);
  return [...new Set([...names, ...(verified ? ["verdict"] : [])])];
}

/** All numbers that determine a duty, each with its source. @param named policies by name */
export function figuresOf(duty: Duty, named: ReadonlyMap<string, Policy>): Figure[] {
  return [
    ...rhythmsOf(duty),
    ...stepsOf(duty).flatMap((step) => termsOf(duty, step)),
    ...laddersOf(duty, duty.policy).flatMap((name) => ladderFigures(duty, named.get(name))),
    ...calendarOf(duty),
  ];
}

/** The figure that gives a step's task its D, according to the catalogue; null: people set the day. @param policy the step's policy */
export function dueFigureOf(duty: Duty, step: string, policy: Policy | undefined): Figure | null {
  const [own] = termsOf(duty, step);
  if (own) return own;
  const [rhythm] = duty.cadence && firstSteps(duty).includes(step) ? rhythmsOf(duty).slice(-1) : [];
  return rhythm ?? (policy && ladderTerm(duty, policy)[0]) ?? null;
}

function rhythmsOf(duty: Duty): Figure[] {
  const { cadence, days, dueInNext } = duty;
  if (!cadence) return [];
  const months = monthsOf[cadence];
  const law = deadlinesOf(duty).find(
    ({ figure }) => figure?.type === "by" || (figure?.type === "every" && figure.months === months),
  );
  const [value, valueEn] = [word("cadence", cadence, "zh-CN"), word("cadence", cadence, "en")];
  const figures = [{ what: t("周期", "rhythm"), value: t(value, valueEn) }];
  if (days) {
    const [month = "", day = ""] = days.due.split("-");
    figures.push({ what: t("截止日", "due day"), value: t(`${Number(month)}月${Number(day)}日`, `by ${days.due}`) });
  }
  if (dueInNext)
    figures.push({
      what: t("截止日", "due day"),
      value: t(`下一期间第${dueInNext}个工作日`, `business day ${dueInNext} of the next period`),
    });
  return figures.map((one) => figure(duty, null, one, law));
}

const monthsOf: Readonly<Record<string, number>> = Object.fromEntries(
  cadences.flatMap((one) => {
    const months = { monthly: 1, quarterly: 3, "half-yearly": 6, yearly: 12 }[one as string];
    return months ? [[one, months]] : [];
  }),
);

/** Terms of a step: its rule, its own term, its cadence, and its latest day. */
function termsOf(duty: Duty, step: string): Figure[] {
  const { due, term, cadence, latest, verdictBy } = stepOf(duty.kind, step);
  const rule = due ?? rowOf(duty, step).due;
  const named = titleOf(duty, step);
  const of = (zh: string, en: string): Text => t(`${named.zh}：${zh}`, `${named.en}: ${en}`);
  return [
    ...(rule
      ? [figure(duty, step, { what: of("期限", "due"), value: ruleText(rule) }, basisOf(duty, step) ?? undefined)]
      : []),
    ...(term ? [figure(duty, step, { what: of("办理时限", "term"), value: spanText(term) })] : []),
    ...(cadence
      ? [
          figure(duty, step, {
            what: of("周期", "rhythm"),
            value: t(word("cadence", cadence, "zh-CN"), word("cadence", cadence, "en")),
          }),
        ]
      : []),
    ...(latest
      ? [figure(duty, step, { what: of("最迟", "at the latest"), value: ruleText(latest) }, lawOf(latest))]
      : []),
    ...(verdictBy
      ? [figure(duty, step, { what: of("核验期限", "verdict by"), value: ruleText(verdictBy) }, lawOf(verdictBy))]
      : []),
  ];
}

/** Figures of a policy: its term, if it has one, and the times of its rungs. */
function ladderFigures(duty: Duty, policy: Policy | undefined): Figure[] {
  if (!policy) return [];
  const rungs = policy.rungs.filter(({ offset }) => offset.n !== 0).length;
  return [
    ...ladderTerm(duty, policy),
    figure(duty, null, {
      what: ofLadder(policy, "各级时间", "times of its rungs"),
      value: t(`${rungs}级`, `${rungs} rung${rungs === 1 ? "" : "s"}`),
    }),
  ];
}

const ladderTerm = (duty: Duty, policy: Policy): Figure[] =>
  policy.term
    ? [
        figure(
          duty,
          null,
          { what: ofLadder(policy, "办理时限", "term"), value: spanText(policy.term) },
          findDeadline(termsByLaw[policy.name] ?? ""),
        ),
      ]
    : [];

const ofLadder = ({ name }: Policy, zh: string, en: string): Text =>
  t(`督办规则“${word("policy", name, "zh-CN")}”：${zh}`, `Ladder “${word("policy", name, "en")}”: ${en}`);

/** Names of deadlines from which disclosures are counted (domain/donations/disclosure.ts). */
const disclosureDays = /^(campaign|project)-disclosure-|^emergency-receipts$/;

const calendarOf = (duty: Duty): Figure[] =>
  relatedDeadlines(duty)
    .filter(({ name }) => disclosureDays.test(name))
    .map((law) => figure(duty, null, { what: t("公开期限", "days of disclosures"), value: law.rule }, law));

const lawOf = ({ deadline }: DueRule): Deadline | undefined =>
  deadline === undefined ? undefined : findDeadline(deadline);
const deadlinesOf = ({ deadlines = [] }: Duty): Deadline[] => deadlines.flatMap((name) => findDeadline(name) ?? []);

function figure(duty: Duty, step: string | null, { what, value }: { what: Text; value: Text }, law?: Deadline): Figure {
  return {
    step,
    what,
    value,
    by: law ? "law" : "default",
    deadline: law?.name ?? null,
    ...(law ? placeOf(law) : textOf(duty)),
  };
}

const placeOf = ({ source, article, publication, address, readOn, status }: Deadline): TextPlace => ({
  ...{ source, article, publication, address, readOn, status },
});

/** The text that requires a duty: the guideline of its pack, or the statute of its deadlines. */
export function textOf(duty: Duty): TextPlace {
  const { text } = dutyPacks.find(({ duties }) => duties.some(({ number }) => number === duty.number)) ?? {};
  if (text) return { source: citationOf(duty), article: fullWidth(duty.clause), ...text, status: "V" };
  const [law] = deadlinesOf(duty);
  if (!law) throw new Error(`duty ${duty.number}: no text asks for it; expected its pack's or a deadline's`);
  return placeOf(law);
}

/** When a text was read: `2026年11月24日核对原文`, `last read on 2026-11-24`. */
export function readText({ readOn, status }: Pick<TextPlace, "readOn" | "status">): Text {
  if (readOn === null) return t("未核对原文", "never read");
  return status === "P"
    ? t(`未核对原文，${writing["zh-CN"].date(readOn)}见于转引`, `read on ${readOn} as quoted elsewhere, never itself`)
    : t(`${writing["zh-CN"].date(readOn)}核对原文`, `last read on ${readOn}`);
}

/** `《…》第七十九条第二款；国家法律法规数据库 https://…，2023年修正；2026-11-24核对` */
export function placeText(place: TextPlace): Text {
  const { source, publication, address } = place;
  const read = readText(place);
  return t(
    `${source.zh}；${publication.zh}（${address}）；${read.zh}`,
    `${source.en}; ${publication.en} (${address}); ${read.en}`,
  );
}

/** Source of a figure in one line. */
export const originText = (one: Figure): Text => {
  const place = placeText(one);
  return one.by === "law"
    ? t(`法定：${place.zh}`, `by law: ${place.en}`)
    : t(
        `本系统默认（原文未定数字，可另行设定）：${place.zh}`,
        `default of this program (the text names no number; it may be set): ${place.en}`,
      );
};
