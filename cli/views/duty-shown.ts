import type { DutyState } from "../../client/registry/duties.ts";
import { citationOf, quoteOf } from "../../domain/catalogue/citation.ts";
import type { DueRule } from "../../domain/catalogue/due-rule.ts";
import type { Duty, FormField } from "../../domain/catalogue/duty.ts";
import {
  figuresOf,
  ladderOfStep,
  laddersOf,
  originText,
  placeText,
  ruleText,
  spanText,
  stepsOf as stepNames,
} from "../../domain/catalogue/figures.ts";
import { relatedDeadlines } from "../../domain/catalogue/packs/related-deadlines.ts";
import { ruleWith } from "../../domain/catalogue/set-term.ts";
import type { Offset, Policy, RungRule } from "../../domain/escalation/policy.ts";
import { neededText } from "../../domain/forms/submission.ts";
import { rungWords } from "../../domain/messages/because.ts";
import { drillKind } from "../../domain/procedures/kinds/drill.ts";
import { firstSteps, policyOfCase, procedureOf } from "../../domain/procedures/kinds.ts";
import { eventTerm, policyOf } from "../../domain/procedures/opening.ts";
import { fieldsOf, rowOf, stepOf, titleOf } from "../../domain/procedures/steps.ts";
import type { Cadence, Role, Text } from "../../domain/terms.ts";
import { word } from "../../domain/words.ts";
import { policiesOf } from "../../records/settings.ts";
import type { CommandResult } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { both, currentLanguage, labelled, listed, localized, say } from "../language.ts";
import { padded, widthOf } from "../width.ts";
import { section } from "./format.ts";

/** `duban duty show`: everything about a duty: text, triggers, form, ladder, and statutory deadlines. */
export async function dutyStory(
  { db }: Pick<CliSession, "db">,
  { duty, cadence, policy, terms, paused, organizations, overrides, open, late, next }: DutyState,
): Promise<{ data: Record<string, unknown>; text: NonNullable<CommandResult["text"]> }> {
  const policies = await policiesOf(db);
  const asked = stepsOf(duty).map((one) => ({
    ...one,
    by: byWhen(duty, one.step, {
      set: terms[one.step],
      cadence,
      policyOf: (own) => policies.get(own ?? ladderOfStep(duty, one.step, policy)),
    }),
  }));
  const ladders = laddersOf(duty, policy).map((name) => policyOf(name, policies));
  const figures = figuresOf(duty, policies);
  const around = relatedDeadlines(duty);
  const triggers = [
    ...(cadence ? [word("cadence", cadence, currentLanguage())] : []),
    ...duty.events.map((event) => word("trigger", event, currentLanguage())),
  ];
  const facts: readonly (readonly [string, string])[] = [
    [
      say("条款", "clause"),
      say(`${citationOf(duty).zh}：“${quoteOf(duty)}”`, `${citationOf(duty).en}: “${quoteOf(duty)}”`),
    ],
    [say("办理人", "who"), labelled(duty.who, listed(duty.roles.map((role) => word("role", role, currentLanguage()))))],
    [say("机构类型", "types"), typesOf(duty)],
    [say("类别", "kind"), `${duty.kind} ${word("kind", duty.kind, currentLanguage())}`],
    [say("起因", "started by"), listed(triggers)],
    [say("完成标准", "done when"), `${both(duty.done)}`],
    [say("状态", "state"), paused ? say("已暂停", "paused") : ""],
    [
      say("适用机构", "applies to"),
      say(
        `${organizations}（其中${overrides}家自行设定）`,
        `${organizations} (${overrides} with settings of their own)`,
      ),
    ],
    [say("在办", "open"), say(`${open}，逾期${late}`, `${open}, late ${late}`)],
    [say("下次开始", "opens next"), next ?? ""],
  ];
  const width = Math.max(...facts.map(([name]) => widthOf(name))) + 3;
  const text = [
    `${duty.number} ${both(duty.title)}`,
    ...facts
      .filter(([, value]) => value !== "")
      .map(([name, value]) => `  ${padded(`${name}${say("：", ":")}`, width)}${value}`),
    ...asked.flatMap(({ step, title, asks: fields, by }) =>
      section(
        say(`要求：${title.zh}（${step}；${by}）`, `Asked for: ${both(title)} (${step}; ${by})`),
        fields.flatMap(formLines),
      ),
    ),
    ...ladders.flatMap((ladder) =>
      section(say(`督办规则（${ladder.name}）`, `Ladder (${ladder.name})`), rungsOf(ladder)),
    ),
    ...section(
      say("数字出处", "Where its figures come from"),
      figures.map((one) =>
        say(
          `${one.what.zh}${one.value.zh}——${originText(one).zh}`,
          `${one.what.en}: ${one.value.en} — ${originText(one).en}`,
        ),
      ),
    ),
    ...section(
      say("相关法定期限", "Deadlines around it"),
      around.map((one) =>
        say(
          `${one.name}：${one.rule.zh}（${placeText(one).zh}；${one.status}）`,
          `${one.name}: ${both(one.rule)} (${placeText(one).en}; ${one.status})`,
        ),
      ),
    ),
  ].join("\n");
  return {
    data: { evidence: duty.evidence, done: duty.done, steps: asked, ladders, figures, deadlines: around },
    text,
  };
}

interface Asked {
  step: string;
  title: Text;
  asks: readonly FormField[];
  verifier: Role | null;
}

/** Organizations to which a duty applies. */
function typesOf({ types, party, charity, unqualified, supervised }: Duty): string {
  const named =
    types === "ALL"
      ? say("全部", "all")
      : listed(types.map((type) => word("organizationType", type, currentLanguage())));
  return [
    named,
    party ? say("，设有党组织", ", with a party organization") : "",
    charity ? say("，慈善组织", ", that are charities") : "",
    unqualified ? say("，没有公开募捐资格", ", without leave to raise funds in public") : "",
    supervised === true ? say("，有业务主管单位", ", with a supervising authority") : "",
    supervised === false ? say("，没有业务主管单位", ", without a supervising authority") : "",
  ].join("");
}

/** Steps of the procedure in their order; a duty without steps of its own counts as one step. */
function stepsOf(duty: Duty): Asked[] {
  return stepNames(duty).map((step) => ({
    step,
    title: titleOf(duty, step),
    asks: fieldsOf(duty, step, {}),
    verifier: stepOf(duty.kind, step).verifier ?? null,
  }));
}

/** When a step is due: by the setting, otherwise by its rule, its term, its period or its policy's term. */
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
  const latest = form.latest ? say(`，最迟${ruleWords(form.latest)}`, `, at the latest ${ruleWords(form.latest)}`) : "";
  const term = set ?? form.term;
  if (rule) return ruleWords(rule);
  if (term)
    return say(
      `${span(term)}内${set ? "（另行设定）" : ""}${latest}`,
      `within ${span(term)}${set ? ", as it is set" : ""}${latest}`,
    );
  if (form.cadence ?? form.publishes ?? (duty.kind === drillKind && step === "hold"))
    return say("按各自的日期", "by its own day");
  if (typeof form.policy === "function" || policyOfCase(duty, { severity: "minor" }))
    return say("按严重程度", "by its severity");
  if (procedureOf(duty.kind).firstTerm && firstSteps(duty).includes(step))
    return say("在期间过半前", "within half of its period");
  if (cadence && firstSteps(duty).includes(step))
    return duty.days
      ? say(`按${duty.days.due}`, `by ${duty.days.due}`)
      : duty.dueInNext
        ? say(`下一期间第${duty.dueInNext}个工作日前`, `by business day ${duty.dueInNext} of the next period`)
        : say("在期间结束前", "by the end of its period");
  return say(
    `${span(policyOf(form.policy)?.term ?? eventTerm)}内${latest}`,
    `within ${span(policyOf(form.policy)?.term ?? eventTerm)}${latest}`,
  );
}

const ruleWords = (rule: DueRule): string => localized(ruleText(rule));
const span = (term: Offset): string => localized(spanText(term));

const term = (name: string): string => `${padded(`${name}${say("：", ":")}`, 16)} `;

const formLines = (field: FormField): string[] => [
  `${term(field.name)}${both(field.label)}${say(
    `（${types[field.type]}，${localized(neededText(field))}）`,
    ` (${field.type}, ${localized(neededText(field))})`,
  )}`,
  ...(field.items ?? []).map((item) => `  ${term(item.name)}${both(item.label)}`),
];

/** Each rung in words: when, to whom, and what it sends. */
const rungsOf = ({ rungs }: Policy): string[] =>
  rungs.map((rule) => `${labelled(rungOf(rule), recipientsOf(rule))}${rule.emergency ? " !" : ""}`);

function rungOf({ name, every }: RungRule): string {
  const { zh, en } = rungWords(name);
  return zh === en && every
    ? say(`${zh}，此后每${every.n}${every.unit}`, `${en}, then every ${every.n} ${every.unit}`)
    : both({ zh, en });
}

const recipientsOf = ({ tell, mark }: RungRule): string =>
  tell.length === 0
    ? mark
      ? say("记为逾期公布", "marked late in public")
      : say("不告知任何人", "nobody is notified")
    : listed(tell.map(recipientOf));

/** Names of recipients that are not roles. */
const audienceNames: Readonly<Record<string, string>> = {
  doer: "办理人",
  holders: "该职务全体",
  verifier: "核验人",
  "verifier-peers": "核验人的同事",
  participants: "参加人员",
};
const audienceName = (audience: string): string => audienceNames[audience] ?? word("role", audience, "zh-CN");

const types: Readonly<Record<FormField["type"], string>> = {
  text: "文字",
  date: "日期",
  number: "数字",
  money: "金额",
  file: "文件",
  list: "清单",
  findings: "问题清单",
  choice: "选择",
  checklist: "检查表",
  matrix: "表格",
};

const recipientOf = ({ audience, channels, shape }: RungRule["tell"][number]): string => {
  const by = channels.map((channel) => word("channel", channel, currentLanguage()));
  const kind = word("shape", shape, currentLanguage());
  return say(
    `${audienceName(audience)}：${by.join("、")}（${kind}）`,
    `${audience} by ${channels.join(" and ")} (${shape})`,
  );
};
