import type { FieldType, FormField } from "../../domain/catalogue/duty.ts";
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

/** The inputs of the form that a task asks for. @param again it was sent before, and not taken */
export function fieldInputs(view: FormView, field: Fields, again: boolean): Html[] {
  const asks = fieldsOf(view.duty, view.task.step, view.task.facts);
  const photos = asks.some((ask) => ask.type === "file");
  return asks.map((ask) => askInput(view, ask, field, { again, photos }));
}

/** A field as it is shown. */
interface Shown {
  view: FormView;
  ask: FormField;
  field: Fields;
  name: string;
  label: string;
  /** What will do in its place, where something will. */
  instead: string | undefined;
  again: boolean;
  photos: boolean;
}

function askInput(
  view: FormView,
  ask: FormField,
  field: Fields,
  { again, photos }: { again: boolean; photos: boolean },
): Html {
  const { language } = view.access;
  const instead = insteadOf(ask, fieldsOf(view.duty, view.task.step, view.task.facts), language);
  const shown = {
    view,
    ask,
    field,
    name: inputName(ask.name),
    label: textIn(ask.label, language),
    instead,
    again,
    photos,
  };
  return inputs[ask.type](shown);
}

/** The input of each type; one that is missing does not compile. */
const inputs: Readonly<Record<FieldType, (shown: Shown) => Html>> = {
  text: ({ ask, field, name, label, instead }) => field.box(name, label, ask.required, 4, instead),
  date: ({ view, ask, field, name, label, instead }) => {
    const { latest } = view.task.facts;
    const bounds =
      typeof latest === "string" ? html`min="${dateIn(view.now, view.organization.zone)}" max="${latest}"` : html``;
    return field.input(name, label, ask.required, html`type="date" ${bounds}`, instead);
  },
  number: ({ ask, field, name, label, instead }) =>
    field.input(name, label, ask.required, html`inputmode="decimal" autocomplete="off"`, instead),
  money: ({ ask, field, name, label, instead }) =>
    field.input(
      name,
      label,
      ask.required,
      html`inputmode="decimal" autocomplete="off" placeholder="12345.60"`,
      instead,
    ),
  file: ({ view, ask, field, name, label, again }) => {
    const { attributes, below } = field.about(name, say(again ? "filesAgain" : "filesHint", view.access.language));
    return html`<div class="field">${field.label(name, label, ask.required)}${below}<input type="file" multiple ${attributes} ${attribute("required", ask.required)}></div>`;
  },
  choice: ({ view, ask, field }) => choiceInput(ask, field, view.access.language),
  checklist: ({ view, ask, field, again, photos }) =>
    checklistInput(ask, field, view.access.language, { again, photos }),
  matrix: ({ view, ask, field }) => matrixInput(ask, rowsOf(view.task.facts), field, view.access.language),
  findings: ({ view, ask, field, name, label }) =>
    field.box(name, label, ask.required, 5, gradeFirst(ask, view.access.language)),
  list: ({ view, ask, field, name, label }) =>
    field.box(
      name,
      label,
      ask.required,
      5,
      /每行|one a line/.test(label) ? undefined : say("oneALine", view.access.language),
    ),
};

/** What is to be handed in by whoever leaves it empty. */
function insteadOf({ unless }: FormField, asks: readonly FormField[], language: LanguageCode): string | undefined {
  const other = asks.find(({ name }) => name === unless);
  return other && say("unlessGiven", language).replace("{other}", () => textIn(other.label, language));
}

const gradeFirst = ({ grade = "major" }: FormField, language: LanguageCode): string =>
  say("gradeFirst", language).replace("{grade}", word("severity", grade, language));

function choiceInput(ask: FormField, field: Fields, language: LanguageCode): Html {
  const name = inputName(ask.name);
  const chosen = field.typed(name);
  const { below } = field.about(name);
  return html`<fieldset class="field" id="${field.idOf(name)}"><legend>${textIn(ask.label, language)} ${mark(ask.required, language)}</legend>${below}<div class="options">
${(ask.options ?? []).map(
  (option) =>
    html`<label class="option"><input type="radio" name="${field.nameOf(name)}" value="${option.value}" ${attribute("checked", option.value === chosen)} ${attribute("required", ask.required)}> ${textIn(option.label, language)}</label>`,
)}</div></fieldset>`;
}
