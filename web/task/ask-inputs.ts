import type { FormField } from "../../domain/catalogue/duty.ts";
import { rowsOf } from "../../domain/forms/rows.ts";
import { fieldsOf } from "../../domain/procedures/steps.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { textIn, word } from "../../domain/words.ts";
import { askField, type Fields, fieldId, mark } from "../http/form-fields.ts";
import { attribute, type Html, html } from "../http/html.ts";
import { say } from "../words.ts";
import { checklistInput } from "./ask-checklist.ts";
import { matrixInput } from "./ask-matrix.ts";
import type { TaskView } from "./task-view.ts";

/** The inputs of the form that a task asks for. @param again it was sent before, and not taken */
export function askInputs(view: TaskView, field: Fields, again: boolean): Html[] {
  const asks = fieldsOf(view.duty, view.task.step);
  const photos = asks.some((ask) => ask.type === "file");
  return asks.map((ask) => askInput(view, ask, field, { again, photos }));
}

function askInput(
  view: TaskView,
  ask: FormField,
  field: Fields,
  { again, photos }: { again: boolean; photos: boolean },
): Html {
  const { language } = view.door;
  const name = askField(ask.name);
  const label = textIn(ask.label, language);
  const instead = insteadOf(ask, fieldsOf(view.duty, view.task.step), language);
  switch (ask.type) {
    case "date": {
      const { latest } = view.task.facts;
      const bounds =
        typeof latest === "string" ? html`min="${dateIn(view.now, view.organization.zone)}" max="${latest}"` : html``;
      return field.input(name, label, ask.required, html`type="date" ${bounds}`, instead);
    }
    case "number":
      return field.input(name, label, ask.required, html`inputmode="decimal" autocomplete="off"`, instead);
    case "money":
      return field.input(
        name,
        label,
        ask.required,
        html`inputmode="decimal" autocomplete="off" placeholder="12345.60"`,
        instead,
      );
    case "file": {
      const { attributes, below } = field.about(name, say(again ? "filesAgain" : "filesHint", language));
      return html`<div class="field">${field.label(name, label, ask.required)}${below}<input type="file" multiple ${attributes} ${attribute("required", ask.required)}></div>`;
    }
    case "choice":
      return choiceInput(ask, field, language);
    case "checklist":
      return checklistInput(ask, field, language, { again, photos });
    case "matrix":
      return matrixInput(ask, rowsOf(view.task.facts), field, language);
    case "findings":
      return field.box(name, label, ask.required, 5, gradeFirst(ask, language));
    case "list":
      return field.box(
        name,
        label,
        ask.required,
        5,
        /每行|one a line/.test(label) ? undefined : say("oneALine", language),
      );
    default:
      return field.box(name, label, ask.required, 4, instead);
  }
}

/** What is to be handed in by whoever leaves it empty. */
function insteadOf({ unless }: FormField, asks: readonly FormField[], language: LanguageCode): string | undefined {
  const other = asks.find(({ name }) => name === unless);
  return other && say("unlessGiven", language).replace("{other}", () => textIn(other.label, language));
}

const gradeFirst = ({ grade = "major" }: FormField, language: LanguageCode): string =>
  say("gradeFirst", language).replace("{grade}", word("severity", grade, language));

function choiceInput(ask: FormField, field: Fields, language: LanguageCode): Html {
  const name = askField(ask.name);
  const chosen = field.typed(name);
  const { below } = field.about(name);
  return html`<fieldset class="field" id="${fieldId("submit", name)}"><legend>${textIn(ask.label, language)} ${mark(ask.required, language)}</legend>${below}<div class="options">
${(ask.options ?? []).map(
  (option) =>
    html`<label class="option"><input type="radio" name="${name}" value="${option.value}" ${attribute("checked", option.value === chosen)} ${attribute("required", ask.required)}> ${textIn(option.label, language)}</label>`,
)}</div></fieldset>`;
}
