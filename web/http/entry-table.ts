import { type Child, type Html, html } from "./html.ts";

/** A column: heading, and content of a row. */
export interface Column<Row> {
  label: string;
  cell(row: Row): Child;
  /** Days and sums are not broken over lines. */
  whole?: boolean;
}

/** A table that becomes a list of labelled lines on narrow screens. */
export function entryTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Html {
  return html`<table class="entries"><thead><tr>${columns.map(({ label }) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${columns.map((column) => cell(column, row))}</tr>`)}</tbody></table>`;
}

function cell<Row>({ label, cell, whole }: Column<Row>, row: Row): Html {
  const shown = cell(row);
  if (shown === "" || shown === null) return html`<td class="none"></td>`;
  return html`<td data-label="${label}"><span${whole ? html` class="money"` : ""}>${shown}</span></td>`;
}
