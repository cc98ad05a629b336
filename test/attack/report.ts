import { figure, type Table } from "../support/lines/report.ts";

export const attacks: Table = {
  word: "attack",
  page: "security.md",
  head: ["|Attack|Tried|Succeeded|Promised|Figures|Seconds|Run|", "|-|-:|-:|-|-|-:|-|"],
  cells: ({ tried, failed, pass, notes, took }) => [figure(tried), failed.length, pass, notes.join("; "), took],
};
