import type { FormField, Item } from "../../domain/catalogue/duty.ts";
import { cellKey, reasonKey } from "../../domain/forms/matrix.ts";
import { longestNote } from "../../domain/forms/raw-submission.ts";
import { matrixRows, type Row, rowLabel } from "../../domain/forms/rows.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import { type Fields, inputName, mark } from "../http/form-fields.ts";
import { attribute, type Html, html } from "../http/html.ts";
import { say } from "../words.ts";

/** A matrix: a group for each row, with what was done or counted, and the reason if something was not. */
export function matrixInput(formField: FormField, rows: readonly Row[], field: Fields, language: LanguageCode): Html {
  const name = inputName(formField.name);
  const { below } = field.about(name, say(formField.counted ? "countsHint" : "rowsHint", language));
  return html`<fieldset class="field sheet" id="${field.idOf(name)}"><legend>${textIn(formField.label, language)} ${mark(formField.required, language)}</legend>${below}
${matrixRows(rows).map((row) => rowInput(formField, row, field, language))}</fieldset>`;
}

function rowInput(formField: FormField, row: Row, field: Fields, language: LanguageCode): Html {
  const columns = formField.items ?? [];
  const least = formField.counted && row.minimum ? say("atLeast", language, { n: row.minimum }) : "";
  return html`<fieldset class="item"><legend>${rowLabel(row, language) || say("whole", language)}${least ? html` <span class="mark-optional">${least}</span>` : ""}</legend>
<div class="${formField.counted ? "counts" : "options"}">${columns.map((column) => (formField.counted ? countInput : tickInput)(formField, row, column, field, language))}</div>
${reasonInput(formField, row, field, language)}</fieldset>`;
}

function tickInput(formField: FormField, row: Row, column: Item, field: Fields, language: LanguageCode): Html {
  const name = inputName(cellKey(formField, row, column));
  const { attributes, below } = field.about(name);
  return html`<label class="option"><input type="checkbox" ${attributes} value="yes" ${attribute("checked", field.typed(name) === "yes")}> ${textIn(column.label, language)}</label>${below}`;
}

function countInput(formField: FormField, row: Row, column: Item, field: Fields, language: LanguageCode): Html {
  const name = inputName(cellKey(formField, row, column));
  const { attributes, below } = field.about(name);
  return html`<div><label for="${field.idOf(name)}">${textIn(column.label, language)}</label>${below}<input ${attributes} inputmode="decimal" autocomplete="off" value="${field.typed(name)}"></div>`;
}

function reasonInput(formField: FormField, row: Row, field: Fields, language: LanguageCode): Html {
  const name = inputName(reasonKey(formField, row));
  const { attributes, below } = field.about(name);
  const label = say(formField.counted ? "countReason" : "rowReason", language);
  return html`<div class="field"><label for="${field.idOf(name)}">${label}</label>${below}<input ${attributes} maxlength="${longestNote}" value="${field.typed(name)}"></div>`;
}
