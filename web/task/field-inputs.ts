import type { FieldType, FormField, LineFormat } from "../../domain/catalogue/duty.ts";
import { rowsOf } from "../../domain/forms/rows.ts";
import { fieldsOf } from "../../domain/procedures/steps.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { textIn, word } from "../../domain/words.ts";
import { type Fields, inputName, mark } from "../http/form-fields.ts";
import { attribute, type Html, html } from "../http/html.ts";
import { say } from "../words.ts";
import { checklistInput } from "./checklist-input.ts";
import type { FormView } from "./form-view.ts";
import { matrixInput } from "./matrix-input.ts";

/** The inputs of a task's form. @param again the form was sent before, and rejected */
export function fieldInputs(view: FormView, field: Fields, again: boolean): Html[] {
  const formFields = fieldsOf(view.duty, view.task.step, view.task.facts);
  const photos = formFields.some((formField) => formField.type === "file");
  return formFields.map((formField) => inputFor(view, formField, field, { again, photos }));
}

/** A field and how it is shown. */
interface Shown {
  view: FormView;
  formField: FormField;
  field: Fields;
  name: string;
  label: string;
  /** When it is needed although it is optional. */
  instead: string | undefined;
  again: boolean;
  photos: boolean;
}

function inputFor(
  view: FormView,
  formField: FormField,
  field: Fields,
  { again, photos }: { again: boolean; photos: boolean },
): Html {
  const { language } = view.access;
  const instead = insteadOf(formField, fieldsOf(view.duty, view.task.step, view.task.facts), language);
  const shown = {
    view,
    formField,
    field,
    name: inputName(formField.name),
    label: textIn(formField.label, language),
    instead,
    again,
    photos,
  };
  return inputs[formField.type](shown);
}

/** Attributes of a text of one line, by its format. */
const lines: Readonly<Record<LineFormat, Html>> = {
  words: html`type="text" autocomplete="off" maxlength="2000"`,
  url: html`type="url" inputmode="url" autocomplete="off" placeholder="https://" maxlength="2000"`,
  // Not type "url": a place of publication that is not a website is described in words.
  address: html`type="text" inputmode="url" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="2000"`,
  time: html`type="time" autocomplete="off"`,
};

/** The input of each field type; a missing one does not compile. */
const inputs: Readonly<Record<FieldType, (shown: Shown) => Html>> = {
  text: ({ formField: { line, required }, field, name, label, instead }) =>
    line ? field.input(name, label, required, lines[line], instead) : field.box(name, label, required, 4, instead),
  date: ({ view, formField, field, name, label, instead }) => {
    const { latest } = view.task.facts;
    const today = dateIn(view.now, view.organization.zone);
    const setsDay = typeof latest === "string" ? html`min="${today}" max="${latest}"` : html``;
    const bounds = formField.past ? html`max="${today}"` : setsDay;
    return field.input(name, label, formField.required, html`type="date" ${bounds}`, instead);
  },
  number: ({ formField, field, name, label, instead }) =>
    field.input(name, label, formField.required, html`inputmode="numeric" autocomplete="off"`, instead),
  money: ({ formField, field, name, label, instead }) =>
    field.input(
      name,
      label,
      formField.required,
      html`inputmode="decimal" autocomplete="off" placeholder="12345.60"`,
      instead,
    ),
  file: ({ view, formField, field, name, label, instead, again }) => {
    const hint = say(again ? "filesAgain" : "filesHint", view.access.language);
    const { attributes, below } = field.about(name, instead ? html`${instead} ${hint}` : hint);
    return html`<div class="field upload">${field.label(name, label, formField.required)}${below}<input type="file" multiple ${attributes} ${attribute("required", formField.required)}></div>`;
  },
  choice: ({ view, formField, field }) => choiceInput(formField, field, view.access.language),
  checklist: ({ view, formField, field, again, photos }) =>
    checklistInput(formField, field, view.access.language, { again, photos, found: view.filledIn.found }),
  matrix: ({ view, formField, field }) => matrixInput(formField, rowsOf(view.task.facts), field, view.access.language),
  findings: ({ view, formField, field, name, label }) =>
    field.box(name, label, formField.required, 5, gradeFirst(formField, view.access.language)),
  list: ({ view, formField, field, name, label }) =>
    field.box(
      name,
      label,
      formField.required,
      5,
      /每行|one a line/.test(label) ? undefined : say("oneALine", view.access.language),
    ),
};

/** When an optional field is needed all the same: after an answer to another one, or if another one is left empty. */
function insteadOf(
  { unless, when }: FormField,
  formFields: readonly FormField[],
  language: LanguageCode,
): string | undefined {
  const asked = formFields.find(({ name }) => name === when?.field);
  const option = asked?.options?.find(({ value }) => value === when?.is);
  if (option) return say("whenChosen", language).replace("{option}", () => textIn(option.label, language));
  const other = formFields.find(({ name }) => name === unless);
  return other && say("unlessGiven", language).replace("{other}", () => textIn(other.label, language));
}

const gradeFirst = ({ grade = "major" }: FormField, language: LanguageCode): string =>
  say("gradeFirst", language).replace("{grade}", word("severity", grade, language));

function choiceInput(formField: FormField, field: Fields, language: LanguageCode): Html {
  const name = inputName(formField.name);
  const chosen = field.typed(name);
  const { below } = field.about(name);
  return html`<fieldset class="field" id="${field.idOf(name)}"><legend>${textIn(formField.label, language)} ${mark(formField.required, language)}</legend>${below}<div class="options">
${(formField.options ?? []).map(
  (option) =>
    html`<label class="option"><input type="radio" name="${field.nameOf(name)}" value="${option.value}" ${attribute("checked", option.value === chosen)} ${attribute("required", formField.required)}> ${textIn(option.label, language)}</label>`,
)}</div></fieldset>`;
}
