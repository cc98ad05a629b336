import type { ActContext } from "../../client/context.ts";
import { act, type TaskAct } from "../../client/tasks/act.ts";
import { dropDraft } from "../../client/tasks/drafts.ts";
import { BadFiles } from "../../client/tasks/files.ts";
import { BadInputError, RefusedError } from "../../domain/errors.ts";
import { keyIsOf } from "../../domain/forms/submission.ts";
import { policyOf } from "../../domain/procedures/opening.ts";
import { fieldsOf } from "../../domain/procedures/steps.ts";
import { placeOf, type Reason } from "../../domain/reasons/index.ts";
import { needsHelp, outlooks, reportCadences } from "../../domain/tasks/outlook.ts";
import { needsProof, requiresReason } from "../../domain/tasks/permitted.ts";
import { type Verb, verbs } from "../../domain/tasks/task-states.ts";
import type { Text } from "../../domain/terms.ts";
import { isLocalDate } from "../../domain/time/dates.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { textIn, word } from "../../domain/words.ts";
import type { Attempt } from "../http/form-fields.ts";
import { instantWords } from "../http/format-date.ts";
import type { Form } from "../http/multipart.ts";
import type { ActingView } from "./form-view.ts";
import { fileProblems, problemOf, readSubmittedForm } from "./submitted-form.ts";
import { administering } from "./task-view.ts";

export type ActResult = { done: Verb } | { attempt: Attempt; status: 403 | 409 | 422 };

export const verbOf = (form: Form): Verb | undefined => verbs.find((verb) => verb === form.fields.get("verb"));

/** Performs the act of a form. A rejected form is returned with error messages beside the fields and everything that was typed. */
export async function answer(context: ActContext, view: ActingView, verb: Verb, form: Form): Promise<ActResult> {
  const { access, task } = view;
  const values = Object.fromEntries(form.fields);
  const { input, problems } = read(view, verb, form);
  const refused = (problems: Attempt["problems"], status: 403 | 409 | 422, missing?: readonly string[]): ActResult => ({
    attempt: { verb, values, problems, ...(missing && missing.length > 0 && { missing }) },
    status,
  });
  if (access.proof !== undefined && needsProof(verb)) return refused({ "": sentence(view, unproven, verb) }, 403);
  if (access.personId === null && !administering.includes(verb))
    return refused({ "": sentence(view, cannot, verb) }, 409);
  if (Object.keys(problems).length > 0) return refused(problems, 422);
  try {
    await act(context, { ...input, taskId: task.id, verb }, task);
    if (verb === "submit") await dropDraft(context, task.id);
    return { done: verb };
  } catch (error) {
    // The same button pressed again: the task is with them already, and no other message is needed.
    if (
      verb === "delegate" &&
      input.to !== undefined &&
      task.personId === input.to &&
      task.passedById === access.personId
    )
      return { done: verb };
    if (error instanceof RefusedError)
      return refused(
        wordsOf(view, verb, error),
        409,
        error.missing.map((one) => textIn(one, view.access.language)),
      );
    if (error instanceof BadFiles) return refused(fileProblems(view, error, form), 422);
    if (error instanceof BadInputError) return refused(problemsOf(view, error), 422);
    throw error;
  }
}

type Input = Pick<TaskAct, "actor" | "reason" | "until" | "to" | "submission" | "outlook" | "every">;

function read(view: ActingView, verb: Verb, form: Form): { input: Input; problems: Record<string, string> } {
  const { language, personId } = view.access;
  const problems: Record<string, string> = {};
  const field = (name: string): string => (form.fields.get(name) ?? "").trim();
  const input: Input = { actor: personId === null ? "administrator" : { personId } };
  const reason = field("reason");
  if (reason) input.reason = reason.slice(0, 4_000);
  else if (requiresReason(verb)) problems.reason = textIn(missing.reason, language);
  const until = field("until");
  if (until && !isLocalDate(until)) problems.until = textIn(missing.day, language);
  else if (until) input.until = instantAt(until, endOfDay(view), view.organization.zone);
  else if (verb === "ask-extension" || (verb === "grant-extension" && !view.task.askedUntil))
    problems.until = textIn(missing.day, language);
  if (verb === "delegate" || verb === "reassign") {
    const to = field("to");
    if (view.holders.some(({ personId }) => personId === to) && view.bounds.mayDo(to)) input.to = to;
    else problems.to = textIn(missing.person, language);
  }
  if (verb === "report") {
    const outlook = outlooks.find((one) => one === field("outlook"));
    if (!outlook) problems.outlook = textIn(missing.outlook, language);
    else input.outlook = outlook;
    if (outlook && needsHelp(outlook) && !reason) problems.reason = textIn(missing.help, language);
  }
  if (verb === "ask-reports") {
    const every = reportCadences.find((one) => one === field("every"));
    if (every) input.every = every;
    else problems.every = textIn(missing.every, language);
  }
  if (verb === "submit") Object.assign(input, { submission: readSubmittedForm(view, form, problems) });
  return { input, problems };
}

/** A due day ends at the policy's time of day: 18:00 by default. */
const endOfDay = (view: ActingView): string => policyOf(view.task.policy, view.policies).dueAt ?? "18:00";

const t = (zh: string, en: string): Text => ({ zh, en });
const missing = {
  reason: t("请写明理由", "Please give a reason"),
  day: t("请选择一个日期，如2026-11-30", "Please choose a day, such as 2026-11-30"),
  person: t("请选择一位人员", "Please choose a person"),
  outlook: t("请选择目前情况", "Please say how it goes"),
  every: t("请选择多久反馈一次", "Please say how often"),
  help: t("请写明遇到的困难和需要的支持", "Please say what is wrong and what would help"),
};
/** Errors that only the act itself can find, such as a day outside the period or to come. */
function problemsOf(view: ActingView, error: BadInputError): Record<string, string> {
  const { language } = view.access;
  const problems: Record<string, string> = {};
  for (const one of error.causes) {
    const name = placeOf(one) ?? "";
    const formField = fieldsOf(view.duty, view.task.step, view.task.facts).find((field) => keyIsOf(name, field));
    if (one.reason === "cannot-do") problems.to = textIn(missing.person, language);
    else if (!formField) problems[""] = textIn(unclear, language);
    else Object.assign(problems, problemOf(view, name, one));
  }
  return problems;
}

const unclear = t(
  "有内容无法使用，请检查后再试。",
  "Something in it cannot be used. Please look it through and try again.",
);
const cannot = t("您现在不能对此事“{verb}”。", "You cannot do this here now: {verb}.");
const unproven = t(
  "请先用验证码确认是您本人，再“{verb}”。",
  "Please show by a code that it is you first, and then do this: {verb}.",
);
const gone = t(
  "此事目前为“{state}”，不能再“{verb}”。",
  "It is “{state}” now, so this cannot be done any more: {verb}.",
);

const statutory = t(
  "法定期限不能延期；免除只能由登记管理机关或管理员决定。",
  "A deadline of the law is not extended, and only the registrar or an administrator waives it.",
);
const notAsked = t("没有待答复的延期申请。", "Nobody has asked for more time.");

/** Refusals of the state machine in words for the reader; `field`: where they are shown. */
const refusals: Readonly<Partial<Record<Reason, { field?: string; say: Text }>>> = {
  "own-work": {
    say: t(
      "不能对自己办理或转交过的事项核验、免除、延期、改派或催办。",
      "Nobody verifies, waives, extends, reassigns or reminds themselves of their own work, nor of what they passed on.",
    ),
  },
  "statutory-waiver": { say: statutory },
  "statutory-extension": { say: statutory },
  "statutory-move": { say: statutory },
  "goes-in-circle": {
    field: "to",
    say: t(
      "此人此前办过或转交过这件事，不能再转回去。",
      "They worked on it or passed it on before; it would go round in a circle.",
    ),
  },
  "same-person": { field: "to", say: t("请选择另一个人。", "Please choose somebody else.") },
  "each-own": {
    say: t("此项须由每个人本人办理，或者予以免除。", "Each of them does this themselves, or is excused."),
  },
  "own-request": { say: t("不能批准自己提出的延期。", "The one who asked for more time cannot grant it.") },
  "not-asked": { say: notAsked },
  "nothing-to-refuse": { say: notAsked },
  "reason-needed": { field: "reason", say: missing.reason },
  "wrong-state": { say: gone },
};

function wordsOf(view: ActingView, verb: Verb, error: RefusedError): Record<string, string> {
  const { language } = view.access;
  const { zone } = view.organization;
  for (const one of error.causes) {
    if (one.reason === "not-later") {
      const at = instantWords(one.values.after, zone, language);
      return { until: textIn(t(`新的日期应晚于${at}`, `The new day must come after ${at}`), language) };
    }
    if (one.reason === "too-far") {
      const at = instantWords(one.values.latest, zone, language);
      const most = t(
        `最多延至${at}；需要更长时间的，由上一级同意`,
        `At most until ${at}; more is granted by the next role up`,
      );
      return { until: textIn(most, language) };
    }
  }
  const known = refusals[error.reason];
  return { [known?.field ?? ""]: sentence(view, known?.say ?? cannot, verb) };
}

const sentence = (view: ActingView, text: Text, verb: Verb): string =>
  textIn(text, view.access.language)
    .replace("{verb}", word("verb", verb, view.access.language))
    .replace("{state}", word("taskState", view.task.state, view.access.language));
