import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { policyOf } from "../../domain/procedures/opening.ts";
import { fieldsOf } from "../../domain/procedures/steps.ts";
import { isLate } from "../../domain/tasks/lateness.ts";
import { awaitsAnswer, outlooks, reportCadences } from "../../domain/tasks/outlook.ts";
import { requiresReason } from "../../domain/tasks/permitted.ts";
import type { Verb } from "../../domain/tasks/task-states.ts";
import { halfTerm } from "../../domain/tasks/term.ts";
import type { Text } from "../../domain/terms.ts";
import { addDays } from "../../domain/time/dates.ts";
import { keyWords } from "../../domain/time/period-words.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { textIn, word } from "../../domain/words.ts";
import { type Attempt, type Fields, formFields, inputName } from "../http/form-fields.ts";
import { attribute, type Child, type Html, html } from "../http/html.ts";
import { type FormRules, longForm, mostFiles } from "../http/multipart.ts";
import { acknowledgedLate, explains, say } from "../words.ts";
import { fieldInputs } from "./field-inputs.ts";
import type { ActingView, FormView } from "./form-view.ts";
import type { TaskView } from "./task-view.ts";

/** The form of one verb. @param answers it responds to a progress report that asks for help */
export function verbForm(view: TaskView, verb: Verb, attempt: Attempt | null, answers = false): Html {
  const { language } = view.access;
  const own = attempt?.verb === verb ? attempt : null;
  const field = formFields(verb, language, own, verb === "submit" ? { given: givenIn(view) } : {});
  const late = verb === "acknowledge" && isLate(view.task, view.now);
  const explain = answers ? undefined : late ? acknowledgedLate : explains[verb];
  return html`<form method="post" action="${view.access.path}" ${attribute("enctype", takesFiles(view, verb) && "multipart/form-data")}>
<input type="hidden" name="verb" value="${verb}"><input type="hidden" name="token" value="${view.access.token}">
${explain ? html`<p class="hint">${textIn(explain, language)}</p>` : ""}
${verb === "submit" ? filledInHint(view) : ""}
${inside(view, verb, field, own, answers)}
<button class="${loud.includes(verb) ? "main" : quiet.includes(verb) ? "careful" : "plain"}">${answers && verb === "press" ? say("answerButton", language) : word("verb", verb, language)}</button>
</form>`;
}

/** Initial values of a submission's form, by input: the reader's draft, or prefilled values. */
export const givenIn = ({ filledIn: { values, draft } }: Pick<FormView, "filledIn">): Record<string, string> =>
  Object.fromEntries(Object.entries(draft?.values ?? values).map(([key, value]) => [inputName(key), value]));

const draftWords: Readonly<Record<"own" | "earlier", Text>> = {
  own: {
    zh: "已恢复您此前填写、尚未提交的内容（文件须重新选择）。",
    en: "What you typed before and did not hand in is back. Files are to be chosen again.",
  },
  earlier: {
    zh: "此项接续上一期，已恢复您在上一期填写、尚未提交的内容，请核对后提交（文件须重新选择）。",
    en: "This follows the one before: what you typed there and did not hand in is here. Check it; files are to be chosen again.",
  },
};

/** Where the prefilled values come from. */
export function filledInHint({
  filledIn: { from, last, draft },
  organization: { zone },
  access: { language },
}: FormView): Html | string {
  if (draft) return html`<p class="hint">${textIn(draftWords[draft.earlier ? "earlier" : "own"], language)}</p>`;
  const { day, list } = writing[language];
  const duties = from.map(({ duty, key }) =>
    textIn(
      {
        zh: `“${dutyOf(duty).title.zh}”（第${duty}项，${keyWords(key).zh}）`,
        en: `“${dutyOf(duty).title.en}” (duty ${duty}, ${keyWords(key).en})`,
      },
      language,
    ),
  );
  const on = last && day(dateIn(last, zone));
  const sources = [
    ...(duties.length > 0 ? [textIn({ zh: `本期${list(duties)}`, en: duties.join(" and ") }, language)] : []),
    ...(on ? [textIn({ zh: `上次（${on}提交）的内容`, en: `what was handed in last time, ${on}` }, language)] : []),
  ];
  if (sources.length === 0) return "";
  const words: Text = {
    zh: `已按${sources.join("和")}填好，请逐项核对后提交。`,
    en: `Filled in from ${sources.join(" and ")}. Confirm or correct each line.`,
  };
  return html`<p class="hint">${textIn(words, language)}</p>`;
}

/** The first day after both today and the old due day, and the last to which this reader may extend. */
function extension({ task, now, organization: { zone }, bounds }: TaskView): { after: string; latest: string } {
  const from = task.dueAt > now ? task.dueAt : now;
  return { after: addDays(dateIn(from, zone), 1), latest: dateIn(bounds.latest, zone) };
}

/** The day that is proposed in response to a progress report: half of the original term, within what this reader may grant. */
function soon(
  { task, policies, now, organization: { zone }, calendar }: TaskView,
  after: string,
  latest: string,
): string {
  const half = dateIn(
    halfTerm(task, policyOf(task.policy, policies), task.dueAt > now ? task.dueAt : now, zone, calendar),
    zone,
  );
  const from = half < after ? after : half;
  return from < latest ? from : latest;
}

const loud: readonly Verb[] = ["submit", "accept"];
const quiet: readonly Verb[] = ["waive", "cancel", "return"];

/** Limits of a task's form: files only if it has a field for them. */
export const taskRules = (view: ActingView): FormRules => ({
  ...longForm,
  files: takesFiles(view, "submit") ? mostFiles : 0,
});

/** Whether the form of a verb accepts files; photos of a checklist's findings are files too. */
export const takesFiles = ({ duty, task }: ActingView, verb: Verb): boolean =>
  verb === "submit" &&
  fieldsOf(duty, task.step, task.facts).some(({ type }) => type === "file" || type === "checklist");

function inside(view: TaskView, verb: Verb, field: Fields, own: Attempt | null, answers: boolean): Child {
  const { task, organization, candidates: people } = view;
  const { language } = view.access;
  const { zone } = organization;
  const asked = task.askedUntil ? dateIn(task.askedUntil, zone) : "";
  const { after, latest } = extension(view);
  switch (verb) {
    case "submit":
      return fieldInputs(view, field, own !== null);
    case "ask-extension":
      return [field.day("until", "untilDay", true, after), field.words("reason", "reason", true)];
    case "grant-extension":
      return [
        field.day(
          "until",
          "newDay",
          true,
          after,
          asked ? [asked, latest].sort()[0] : awaitsAnswer(task) ? soon(view, after, latest) : "",
          latest,
        ),
        field.words("reason", answers ? "answerWord" : "word", false),
      ];
    case "return":
      return [field.words("reason", "returnReason", true), field.day("until", "newDayReturn", false, after)];
    case "delegate":
      return [field.person("to", people), field.words("reason", "reason", false)];
    case "reassign":
      return [field.person("to", people), field.words("reason", "reason", false)];
    case "report":
      return [
        field.choice(
          "outlook",
          "outlook",
          outlooks.map((one) => ({ value: one, label: word("outlook", one, language) })),
        ),
        field.words("reason", "outlookNote", false),
      ];
    case "ask-reports":
      return [
        field.choice(
          "every",
          "reportEvery",
          reportCadences.map((one) => ({ value: one, label: word("reportCadence", one, language) })),
        ),
        field.words("reason", "word", false),
      ];
    case "press":
      return field.words("reason", answers ? "answerWord" : "word", false);
    case "acknowledge":
    case "accept":
    case "take-on":
      return "";
    default:
      return field.words("reason", "reason", requiresReason(verb));
  }
}
