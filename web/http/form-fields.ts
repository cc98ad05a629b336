import type { Verb } from "../../domain/tasks/task-states.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { rolesText, type Saying, say } from "../words.ts";
import { attribute, type Child, type Html, html } from "./html.ts";

/** A rejected form; it is shown again with what was typed. */
export interface Attempt {
  verb: Verb;
  values: Readonly<Record<string, string>>;
  /** Error messages by field name; those of no field under `""`. */
  problems: Readonly<Record<string, string>>;
  missing?: readonly string[];
}

/** Name of an input. @param key name of a field, or key of a part of it */
export const inputName = (key: string): string => `ask-${key}`;
export const fieldId = (verb: Verb, name: string): string => `${verb}-${name}`;

/** Initial state of a form. */
export interface FormOpening {
  /** Prefix of all input names, where a page has the forms of several tasks. */
  prefix?: string;
  /** Prefilled values by input; replaced by what the reader has sent. */
  given?: Readonly<Record<string, string>>;
}

/** Inputs with label, error message and value. */
export function formFields(
  verb: Verb,
  language: LanguageCode,
  attempt: Attempt | null,
  { prefix = "", given = {} }: FormOpening = {},
) {
  const nameOf = (name: string): string => prefix + name;
  const idOf = (name: string): string => fieldId(verb, nameOf(name));
  const typed = (name: string, otherwise = ""): string => (attempt ? attempt.values : given)[name] ?? otherwise;
  /** Attributes of a group of inputs, which has no name of its own. */
  const group = (name: string, hint?: Child): { attributes: Html; below: Html } => {
    const id = idOf(name);
    const problem = attempt?.problems[name];
    const described = [hint ? `${id}-hint` : "", problem ? `${id}-problem` : ""].filter(Boolean).join(" ");
    return {
      attributes: html`id="${id}" ${attribute("aria-describedby", described || null)} ${attribute("aria-invalid", problem ? "true" : null)}`,
      below: html`${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : ""}${problem ? html`<p class="problem" id="${id}-problem">${problem}</p>` : ""}`,
    };
  };
  const about = (name: string, hint?: Child): { attributes: Html; below: Html } => {
    const { attributes, below } = group(name, hint);
    return { attributes: html`name="${nameOf(name)}" ${attributes}`, below };
  };
  const label = (name: string, text: string, required: boolean): Html =>
    html`<label for="${idOf(name)}">${text} ${mark(required, language)}</label>`;
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
    nameOf,
    idOf,
    box,
    input,
    about,
    group,
    label,
    typed,
    words: (name: string, key: Saying, required: boolean) => box(name, say(key, language), required, 3),
    /** A choice among a few options, as buttons in a row. */
    choice(name: string, key: Saying, options: readonly { value: string; label: string }[]): Html {
      const { attributes, below } = group(name);
      const chosen = typed(name);
      return html`<fieldset class="field" ${attributes}><legend>${say(key, language)} ${mark(true, language)}</legend>${below}<div class="options">
${options.map((one) => html`<label class="option"><input type="radio" name="${nameOf(name)}" value="${one.value}" required ${attribute("checked", one.value === chosen)}> ${one.label}</label>`)}</div></fieldset>`;
    },
    day: (name: string, key: Saying, required: boolean, min: string, value = "", max = "") =>
      input(
        name,
        say(key, language),
        required,
        html`type="date" min="${min}" ${attribute("max", max || null)}`,
        undefined,
        value,
      ),
    person(name: string, people: readonly { id: string; name: string; roles: readonly string[] }[]): Html {
      const { attributes, below } = about(name);
      const chosen = typed(name);
      return html`<div class="field">${label(name, say("person", language), true)}${below}<select ${attributes} required>
<option value="">${say("choose", language)}</option>
${people.map((one) => html`<option value="${one.id}" ${attribute("selected", one.id === chosen)}>${one.name}（${rolesText(one.roles, language)}）</option>`)}
</select></div>`;
    },
  };
}

export type Fields = ReturnType<typeof formFields>;

export const mark = (required: boolean, language: LanguageCode): Html =>
  html`<span class="mark-${required ? "required" : "optional"}">${say(required ? "required" : "optional", language)}</span>`;
