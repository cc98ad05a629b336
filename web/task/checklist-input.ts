import type { FormField, Item } from "../../domain/catalogue/duty.ts";
import { itemKeys, type RawAnswer, rawAnswers } from "../../domain/forms/checklist.ts";
import { longestNote } from "../../domain/forms/raw-submission.ts";
import { type Severity, severities } from "../../domain/procedures/severity.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { textIn, word } from "../../domain/words.ts";
import { type Fields, inputName, mark } from "../http/form-fields.ts";
import { attribute, type Html, html } from "../http/html.ts";
import { type Saying, say } from "../words.ts";

const sayings: Readonly<Record<RawAnswer, Saying>> = {
  ok: "itemOk",
  finding: "itemFinding",
  na: "itemNotApplicable",
};

interface Sheet {
  /** The form was sent before, and rejected. */
  again: boolean;
  /** Whether the form accepts files. */
  photos: boolean;
  /** Findings of the previous inspection, by the keys of the answers. */
  found: Readonly<Record<string, string>>;
}

/** A checklist: a group for each item with its answers in a row. The fields of a finding stand below, and are hidden without one. */
export function checklistInput(formField: FormField, field: Fields, language: LanguageCode, sheet: Sheet): Html {
  const name = inputName(formField.name);
  const { below } = field.about(name, say("itemsHint", language));
  const items = formField.items ?? [];
  return html`<fieldset class="field sheet" id="${field.idOf(name)}"><legend>${textIn(formField.label, language)} ${mark(formField.required, language)}</legend>${below}
${items.map((item, index) => itemInput(formField, item, `${index + 1}. `, field, language, sheet))}</fieldset>`;
}

function itemInput(
  formField: FormField,
  item: Item,
  number: string,
  field: Fields,
  language: LanguageCode,
  sheet: Sheet,
): Html {
  const keys = itemKeys(formField, item);
  const name = inputName(keys.answer);
  const chosen = field.typed(name);
  const { attributes, below } = field.group(name);
  const found = sheet.found[keys.answer];
  return html`<fieldset class="item" ${attributes}><legend>${number}${textIn(item.label, language)}</legend>${below}${found === undefined ? "" : html`<p class="hint">${foundWords(found, language)}</p>`}
<div class="options thirds">${rawAnswers.map(
    (answer) =>
      html`<label class="option"><input type="radio" name="${field.nameOf(name)}" value="${answer}" ${attribute("checked", answer === chosen)} ${attribute("required", formField.required)}> ${say(sayings[answer], language)}</label>`,
  )}</div>
<div class="found">${noteInput(inputName(keys.note), field, language)}${severityInput(inputName(keys.severity), field, language, formField.grade)}${sheet.photos ? photoInput(inputName(keys.photo), field, language, sheet.again) : ""}</div></fieldset>`;
}

const foundWords = (found: string, language: LanguageCode): string =>
  say("itemFoundBefore", language).replace("{found}", () => found);

/** The placeholder is a space, by which the style sheet recognizes a note with text and keeps it visible. */
function noteInput(name: string, field: Fields, language: LanguageCode): Html {
  const { attributes, below } = field.about(name);
  return html`<div class="field"><label for="${field.idOf(name)}">${say("itemNote", language)}</label>${below}<textarea ${attributes} rows="2" maxlength="${longestNote}" placeholder=" ">
${field.typed(name)}</textarea></div>`;
}

function severityInput(name: string, field: Fields, language: LanguageCode, grade: Severity = "major"): Html {
  const chosen = field.typed(name, grade);
  const { attributes, below } = field.about(name);
  return html`<div class="field graded"><label for="${field.idOf(name)}">${say("severity", language)}</label>${below}<select ${attributes}>
${severities.map((one) => html`<option value="${one}" ${attribute("selected", one === chosen)}>${word("severity", one, language)}</option>`)}</select></div>`;
}

function photoInput(name: string, field: Fields, language: LanguageCode, again: boolean): Html {
  const { attributes, below } = field.about(name, again && say("filesAgain", language));
  return html`<div class="field graded"><label for="${field.idOf(name)}">${say("photo", language)}</label>${below}<input type="file" accept="image/*" multiple ${attributes}></div>`;
}
