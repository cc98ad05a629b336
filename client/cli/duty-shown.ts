import { rungWords } from "../../domain/because.ts";
import type { DueRule } from "../../domain/due-rule.ts";
import type { Ask, Duty } from "../../domain/duty.ts";
import { firstSteps, policyOfCase, procedureOf, severities } from "../../domain/kinds.ts";
import { eventTerm, policyOf } from "../../domain/opening.ts";
import { deadlinesAround } from "../../domain/packs/around.ts";
import type { Offset, Policy, Step } from "../../domain/policy.ts";
import { ruleWith, termWords } from "../../domain/set-term.ts";
import { asksOf, ownLadder, phasesOf, rowOf, stepOf, titleOf } from "../../domain/steps.ts";
import { neededWords } from "../../domain/submission.ts";
import type { Cadence, Role, Text } from "../../domain/terms.ts";
import { word } from "../../domain/words.ts";
import { policiesOf } from "../../records/settings.ts";
import type { DutyState } from "../acts/duties.ts";
import type { Answer } from "./answer.ts";
import type { CliSession } from "./deps.ts";
import { plural, section } from "./shown.ts";

/** All there is to know of a duty: its words, its triggers, its form, its ladder, and the deadlines around it. */
export async function dutyStory(
  { db }: Pick<CliSession, "db">,
  { duty, cadence, policy, terms, paused, organizations, overrides, open, late, next }: DutyState,
): Promise<{ data: Record<string, unknown>; text: NonNullable<Answer["text"]> }> {
  const policies = await policiesOf(db);
  const asked = stepsOf(duty).map((one) => ({
    ...one,
    by: byWhen(duty, one.step, {
      set: terms[one.step],
      cadence,
      policyOf: (own) => policies.get(own ?? ladderOf(duty, one.step, policy)),
    }),
  }));
  const ladders = [...new Set(laddersOf(duty, asked, policy))].map((name) => policyOf(name, policies));
  const around = deadlinesAround(duty);
  const triggers = [
    ...(cadence ? [word("cadence", cadence, "en")] : []),
    ...duty.events.map((event) => word("trigger", event, "en")),
  ];
  const facts: readonly (readonly [string, string])[] = [
    ["clause", `${duty.clause}: ${duty.quote}`],
    ["who", `${duty.who}: ${duty.roles.map((role) => word("role", role, "en")).join(", ")}`],
    [
      "types",
      `${duty.types === "ALL" ? "all" : duty.types.join(", ")}${duty.party ? ", with a party organization" : ""}${
        duty.charity ? ", that are charities" : ""
      }${duty.unqualified ? ", without leave to raise funds in public" : ""}`,
    ],
    ["kind", `${duty.kind} ${word("kind", duty.kind, "en")}`],
    ["started by", triggers.join(", ")],
    ["done when", `${duty.done.zh} · ${duty.done.en}`],
    ["state", paused ? "paused" : ""],
    ["applies to", `${organizations} (${overrides} with settings of their own)`],
    ["open", `${open}, late ${late}`],
    ["opens next", next ?? ""],
  ];
  const text = [
    `${duty.number} ${duty.title.zh} · ${duty.title.en}`,
    ...facts.filter(([, value]) => value !== "").map(([name, value]) => `  ${`${name}:`.padEnd(13)}${value}`),
    ...asked.flatMap(({ step, title, asks, by }) =>
      section(`Asked for: ${title.zh} · ${title.en} (${step}; ${by})`, asks.flatMap(formLines)),
    ),
    ...ladders.flatMap((ladder) => section(`Ladder (${ladder.name})`, rungsOf(ladder))),
    ...section(
      "Deadlines around it",
      around.map(
        ({ name, source, rule, status, publication, readOn }) =>
          `${name}: ${rule.zh} · ${rule.en} (${source.zh}; ${publication.zh}; ${readOn ? `last read on ${readOn}` : "never read"}; ${status})`,
      ),
    ),
  ].join("\n");
  return { data: { evidence: duty.evidence, done: duty.done, steps: asked, ladders, deadlines: around }, text };
}

interface Asked {
  step: string;
  title: Text;
  asks: readonly Ask[];
  verifier: Role | null;
}

/** Steps of the procedure, in their order; a duty that has none of its own is one step. */
function stepsOf(duty: Duty): Asked[] {
  const own = phasesOf(duty);
  return (own.length > 0 ? own : ["do"]).map((step) => ({
    step,
    title: titleOf(duty, step),
    asks: asksOf(duty, step),
    verifier: stepOf(duty.kind, step).verifier ?? null,
  }));
}

/** By when a step is to be done: what is set, else its rule, its term, its period, its ladder's term. */
function byWhen(
  duty: Duty,
  step: string,
  {
    set,
    cadence,
    policyOf,
  }: { set: Offset | undefined; cadence: Cadence | null; policyOf(own: string | undefined): Policy | undefined },
): string {
  const form = stepOf(duty.kind, step);
  const rule = ruleWith(form.due ?? rowOf(duty, step).due, set);
  const latest = form.latest ? `, at the latest ${ruleWords(form.latest)}` : "";
  const term = set ?? form.term;
  if (rule) return ruleWords(rule);
  if (term) return `within ${termWords(term)}${set ? ", as it is set" : ""}${latest}`;
  if (form.cadence ?? form.publishes ?? (duty.kind === "DR" && step === "hold")) return "by its own day";
  if (typeof form.policy === "function" || policyOfCase(duty, { severity: "minor" })) return "by its severity";
  if (procedureOf(duty.kind).firstTerm && firstSteps(duty).includes(step)) return "within half of its period";
  if (cadence && firstSteps(duty).includes(step))
    return duty.days
      ? `by ${duty.days.due}`
      : duty.dueInNext
        ? `by business day ${duty.dueInNext} of the next period`
        : "by the end of its period";
  return `within ${termWords(policyOf(form.policy)?.term ?? eventTerm)}${latest}`;
}

function ruleWords({ fact, days = 0, months = 0 }: DueRule): string {
  const n = months || days;
  if (n === 0) return `on its day (${fact})`;
  return `${plural(Math.abs(n), months ? "month" : "day")} ${n < 0 ? "before" : "after"} ${fact}`;
}

/** The ladder of a step that has none of its own: its row's. */
function ladderOf(duty: Duty, step: string, policy: string): string {
  const row = rowOf(duty, step);
  return row.number === duty.number ? policy : row.policy;
}

/** Names of the ladders that its tasks climb: a step's own, each severity's, else the duty's; then the verifier's. */
function laddersOf(duty: Duty, asked: readonly Asked[], policy: string): string[] {
  const bySeverity = severities.flatMap((severity) => policyOfCase(duty, { severity }) ?? []);
  return [
    ...asked.flatMap(({ step }) => {
      const form = stepOf(duty.kind, step);
      if (form.policy === undefined) return [ladderOf(duty, step, policy), ...bySeverity];
      return severities.flatMap((severity) => ownLadder(form, { severity }) ?? []);
    }),
    ...(asked.some(({ verifier }) => verifier) ? ["verdict"] : []),
  ];
}

const formLines = (ask: Ask): string[] => [
  `${`${ask.name}:`.padEnd(16)}${ask.label.zh} · ${ask.label.en} (${ask.type}, ${neededWords(ask)})`,
  ...(ask.items ?? []).map((item) => `  ${`${item.name}:`.padEnd(16)}${item.label.zh} · ${item.label.en}`),
];

/** Each rung in words: when, and whom it tells by what. */
const rungsOf = ({ steps }: Policy): string[] =>
  steps.map((step) => `${rungOf(step)}: ${tellings(step)}${step.emergency ? " !" : ""}`);

function rungOf({ name, every }: Step): string {
  const { zh, en } = rungWords(name);
  return zh === en && every ? `${en}, then every ${every.n} ${every.unit}` : `${zh} · ${en}`;
}

const tellings = ({ tell, mark }: Step): string =>
  tell.length === 0
    ? mark
      ? "marked late in public"
      : "nobody is told"
    : tell.map(({ audience, channels, shape }) => `${audience} by ${channels.join(" and ")} (${shape})`).join(", ");
