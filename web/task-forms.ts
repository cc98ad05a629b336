import type { Ask } from "../domain/duty.ts";
import { asksOf } from "../domain/steps.ts";
import { type Verb, wantsReason } from "../domain/task.ts";
import type { LanguageCode } from "../domain/terms.ts";
import { textIn, word } from "../domain/words.ts";
import { dateIn } from "../domain/zones.ts";
import { attribute, type Child, type Html, html } from "./html.ts";
import type { TaskView } from "./task-view.ts";
import { explains, type Saying, say } from "./words.ts";

/** What somebody sent that was not taken: shown again as it was typed. */
export interface Attempt {
  verb: Verb;
  values: Readonly<Record<string, string>>;
  /** By the field's name; under `""` what belongs to none. */
  problems: Readonly<Record<string, string>>;
  missing?: readonly string[];
}

export const askField = (ask: Ask): string => `ask-${ask.name}`;
export const fieldId = (verb: Verb, name: string): string => `${verb}-${name}`;

/** The form of one verb. */
export function verbForm(view: TaskView, verb: Verb, attempt: Attempt | null): Html {
  const { language } = view.door;
  const own = attempt?.verb === verb ? attempt : null;
  const field = fields(verb, language, own);
  const explain = explains[verb];
  return html`<form method="post" action="${view.door.path}" ${attribute("enctype", hasFiles(view, verb) && "multipart/form-data")}>
<input type="hidden" name="verb" value="${verb}"><input type="hidden" name="token" value="${view.door.token}">
${explain ? html`<p class="hint">${textIn(explain, language)}</p>` : ""}
${inside(view, verb, field, own)}
<button class="${loud.includes(verb) ? "main" : quiet.includes(verb) ? "careful" : "plain"}">${word("verb", verb, language)}</button>
</form>`;
}

const loud: readonly Verb[] = ["submit", "accept"];
const quiet: readonly Verb[] = ["waive", "cancel", "return"];

const hasFiles = (view: TaskView, verb: Verb): boolean =>
  verb === "submit" && asksOf(view.duty, view.task.step).some((ask) => ask.type === "file");

type Fields = ReturnType<typeof fields>;

function inside(view: TaskView, verb: Verb, field: Fields, own: Attempt | null): Child {
  const { personId } = view.door;
  const { task, organization } = view;
  const people = view.colleagues.filter((one) => one.id !== personId && one.id !== task.personId);
  const asked = task.askedUntil ? dateIn(task.askedUntil, organization.zone) : "";
  const after = dateIn(task.dueAt, organization.zone);
  switch (verb) {
    case "submit":
      return asksOf(view.duty, task.step).map((ask) => askInput(view, ask, field, own !== null));
    case "ask-extension":
      return [field.day("until", "untilDay", true, after), field.words("reason", "reason", true)];
    case "grant-extension":
      return [field.day("until", "newDay", true, after, asked), field.words("reason", "word", false)];
    case "return":
      return [
        field.words("reason", "returnReason", true),
        field.day("until", "newDayReturn", false, dateIn(view.now, organization.zone)),
      ];
    case "delegate":
      return [field.person("to", people), field.words("reason", "reason", false)];
    case "reassign":
      return [field.person("to", people), field.words("reason", "reason", false)];
    case "press":
      return field.words("reason", "word", false);
    case "acknowledge":
    case "accept":
    case "take-on":
      return "";
    default:
      return field.words("reason", "reason", wantsReason(verb));
  }
}

/** Inputs with their label, their problem and what was typed. */
function fields(verb: Verb, language: LanguageCode, attempt: Attempt | null) {
  const typed = (name: string, otherwise = ""): string => attempt?.values[name] ?? otherwise;
  const about = (name: string, hint?: Child): { attributes: Html; below: Html } => {
    const id = fieldId(verb, name);
    const problem = attempt?.problems[name];
    const described = [hint ? `${id}-hint` : "", problem ? `${id}-problem` : ""].filter(Boolean).join(" ");
    return {
      attributes: html`id="${id}" name="${name}" ${attribute("aria-describedby", described || null)} ${attribute("aria-invalid", problem ? "true" : null)}`,
      below: html`${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : ""}${problem ? html`<p class="problem" id="${id}-problem">${problem}</p>` : ""}`,
    };
  };
  const label = (name: string, text: string, required: boolean): Html =>
    html`<label for="${fieldId(verb, name)}">${text} ${mark(required, language)}</label>`;
  const box = (name: string, text: string, required: boolean, rows: number, hint?: Child): Html => {
    const { attributes, below } = about(name, hint);
    return html`<div class="field">${label(name, text, required)}${below}<textarea ${attributes} rows="${rows}" maxlength="20000" ${attribute("required", required)}>
${typed(name)}</textarea></div>`;
  };
  const input = (name: string, text: string, required: boolean, more: Html, hint?: Child, value?: string): Html => {
    const { attributes, below } = about(name, hint);
    return html`<div class="field">${label(name, text, required)}${below}<input ${attributes} ${more} value="${typed(name, value)}" ${attribute("required", required)}></div>`;
  };
  return {
    box,
    input,
    about,
    label,
    typed,
    words: (name: string, key: Saying, required: boolean) => box(name, say(key, language), required, 3),
    day: (name: string, key: Saying, required: boolean, min: string, value = "") =>
      input(name, say(key, language), required, html`type="date" min="${min}"`, undefined, value),
    person(name: string, people: readonly { id: string; name: string; roles: readonly string[] }[]): Html {
      const { attributes, below } = about(name);
      const chosen = typed(name);
      return html`<div class="field">${label(name, say("person", language), true)}${below}<select ${attributes} required>
<option value="">${say("choose", language)}</option>
${people.map((one) => html`<option value="${one.id}" ${attribute("selected", one.id === chosen)}>${one.name}（${[...new Set(one.roles)].map((role) => word("role", role, language)).join(language === "en" ? ", " : "、")}）</option>`)}
</select></div>`;
    },
  };
}

const mark = (required: boolean, language: LanguageCode): Html =>
  html`<span class="mark-${required ? "required" : "optional"}">${say(required ? "required" : "optional", language)}</span>`;

function askInput(view: TaskView, ask: Ask, field: Fields, again: boolean): Html {
  const { language } = view.door;
  const name = askField(ask);
  const label = textIn(ask.label, language);
  switch (ask.type) {
    case "date": {
      const { latest } = view.task.facts;
      const bounds =
        typeof latest === "string" ? html`min="${dateIn(view.now, view.organization.zone)}" max="${latest}"` : html``;
      return field.input(name, label, ask.required, html`type="date" ${bounds}`);
    }
    case "number":
      return field.input(name, label, ask.required, html`inputmode="decimal" autocomplete="off"`);
    case "money":
      return field.input(
        name,
        label,
        ask.required,
        html`inputmode="decimal" autocomplete="off" placeholder="12345.60"`,
      );
    case "file": {
      const { attributes, below } = field.about(name, say(again ? "filesAgain" : "filesHint", language));
      return html`<div class="field">${field.label(name, label, ask.required)}${below}<input type="file" multiple ${attributes} ${attribute("required", ask.required)}></div>`;
    }
    case "choice":
      return choiceInput(ask, field, language);
    case "list":
    case "findings":
      return field.box(
        name,
        label,
        ask.required,
        5,
        /每行|one a line/.test(label) ? undefined : say("oneALine", language),
      );
    default:
      return field.box(name, label, ask.required, 4);
  }
}

function choiceInput(ask: Ask, field: Fields, language: LanguageCode): Html {
  const name = askField(ask);
  const chosen = field.typed(name);
  const { below } = field.about(name);
  return html`<fieldset class="field" id="${fieldId("submit", name)}"><legend>${textIn(ask.label, language)} ${mark(ask.required, language)}</legend>${below}<div class="options">
${(ask.options ?? []).map(
  (option) =>
    html`<label class="option"><input type="radio" name="${name}" value="${option.value}" ${attribute("checked", option.value === chosen)} ${attribute("required", ask.required)}> ${textIn(option.label, language)}</label>`,
)}</div></fieldset>`;
}
