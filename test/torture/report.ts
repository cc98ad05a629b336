import { figure, type Table } from "../support/lines/report.ts";

export const tortures: Table = {
  word: "torture",
  page: "reliability.md",
  head: [
    "|Fault|Attempts planned|Attempts made|Failed|Lost|Duplicated|In doubt, at most|Seconds to recovery, at most|Promised|Figures|Seconds|Run|",
    "|-|-:|-:|-:|-:|-:|-:|-:|-|-|-:|-|",
  ],
  cells: ({ n, tried, failed, figures, pass, notes, took }) => [
    n === "all" ? n : figure(n),
    figure(tried),
    failed.length,
    figures.lost ?? "",
    figures.doubled ?? "",
    figures.inDoubt ?? "",
    figures.recovery === undefined ? "" : Number(figures.recovery.toFixed(1)),
    pass,
    notes.join("; "),
    took,
  ],
};
