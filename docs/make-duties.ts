/** Writes `duties.md` from the packs: `npx tsx docs/make-duties.ts`. A test fails while the file is stale. */
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Deadline, DeadlineFigure, Duty, FormField } from "../domain/catalogue/duty.ts";
import { allDuties, dutyPacks, statutory } from "../domain/catalogue/packs/index.ts";

/** The catalogue and the statutory deadlines as Markdown. */
export function renderDuties(): string {
  const parts = dutyPacks.flatMap((pack) => [
    `## ${pack.source.zh}`,
    `${pack.source.en}. Pack \`${pack.name}\`, ${pack.duties.length} duties.`,
    table(
      [
        "#",
        "Clause",
        "Quote",
        "Duty",
        "Who",
        "Types",
        "Comes up",
        "Asked for (**required**)",
        "Done when",
        "Kind",
        "Policy",
      ],
      pack.duties.map(dutyCells),
    ),
  ]);
  return `${[
    "# The duties",
    "Made by `npx tsx docs/make-duties.ts` from `domain/catalogue/packs/`; do not edit by hand.",
    [
      "The guideline gives no deadline and no frequency: every cadence is a default of this product and may be changed.",
      "Who: LR legal representative · PO party organization (only where there is one) · SEC secretariat · SB supervisory board ·",
      "HD+PH heads and party heads · ORG the organization, for which the secretariat acts · staff each of the staff.",
    ].join("\n"),
    ...parts,
    "## Which story runs which row",
    [
      "Written by a run of the stories on the time-skipping server (`rm test/stories/rows.jsonl; RECORD_ROWS=1 npx vitest run test/stories`): in each of these a task of the row was submitted with its own form,",
      "and verified where somebody verifies. The first story of each file is named.",
    ].join("\n"),
    table(["#", "Story", "File in `test/stories`"], rowsRun()),
    "## Statutory deadlines around them",
    [
      "Status: **V** the wording was read in a stored text · **P** read only as quoted or reported elsewhere · **R** recalled, to be confirmed.",
      "Days are calendar days. Where a term rolls, one before an event goes back to a workday, one after it goes forward.",
    ].join("\n"),
    table(["Name", "Source", "Rule", "Figure", "Status"], statutory.map(deadlineCells)),
  ].join("\n\n")}\n`;
}

interface RowRun {
  duty: string;
  file: string;
  story: string;
}

/** Every row of every pack with the stories that have run it, the first of each file; none where no story has. */
function rowsRun(): string[][] {
  const lines = readFileSync(new URL("../test/stories/rows.jsonl", import.meta.url), "utf8")
    .split("\n")
    .filter(Boolean);
  const runs = lines
    .map((line): RowRun => JSON.parse(line))
    .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  return allDuties.map(({ number }) => {
    const here = new Map<string, RowRun>();
    for (const run of runs) if (run.duty === number && !here.has(run.file)) here.set(run.file, run);
    const first = [...here.values()];
    return [number, first.map(({ story }) => story).join("<br>"), first.map(({ file }) => file).join("<br>")];
  });
}

function dutyCells(duty: Duty): string[] {
  const limits = [
    ...(duty.party ? ["with a party organization"] : []),
    ...(duty.charity ? ["charity"] : []),
    ...(duty.unqualified ? ["unqualified"] : []),
    ...(duty.supervised === undefined ? [] : [duty.supervised ? "with an authority" : "without an authority"]),
    ...(duty.registrations ?? []),
    ...(duty.mark ? [`marked ${duty.mark}`] : []),
  ];
  const cadence = duty.days
    ? `yearly, ${duty.days.opens} to ${duty.days.due}`
    : duty.dueInNext
      ? `${duty.cadence}, by business day ${duty.dueInNext} of the next`
      : duty.cadence;
  const types = duty.types === "ALL" ? "ALL" : duty.types.join(", ");
  return [
    duty.number,
    duty.clause,
    duty.quote,
    `${duty.title.zh}<br>${duty.title.en}`,
    duty.who,
    [types, ...limits].join(", "),
    [...(cadence ? [cadence] : []), ...duty.events].join(", "),
    duty.evidence.map(asked).join(", "),
    `${duty.done.zh}<br>${duty.done.en}`,
    duty.kind,
    duty.policy,
  ];
}

function asked(ask: FormField): string {
  const items = ask.items ? `: ${ask.items.map((item) => item.name).join(", ")}` : "";
  const raised = ask.raises ? `; raises ${ask.raises}` : "";
  const when = ask.when ? `; needed where ${ask.when.field} is ${ask.when.is}` : "";
  const unless = ask.unless ? `; needed unless ${ask.unless} is given` : "";
  return `${ask.required ? `**${ask.name}**` : ask.name} (${ask.type}${items}${raised}${when}${unless})`;
}

function deadlineCells(deadline: Deadline): string[] {
  return [
    deadline.name,
    `${deadline.source.zh}<br>${deadline.source.en}`,
    `${deadline.rule.zh}<br>${deadline.rule.en}`,
    deadline.figure ? figureWords(deadline.figure) : "none",
    deadline.status,
  ];
}

function figureWords(figure: DeadlineFigure): string {
  const rolls = figure.roll ? ", rolls" : "";
  if (figure.type === "by") return `by ${figure.month}-${figure.day}${rolls}`;
  const term = figure.days === undefined ? `${figure.months} months` : `${figure.days} days`;
  const words = { before: `${term} before`, after: `within ${term} after`, every: `every ${term}` };
  return `${words[figure.type]}${rolls}`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `|${cells.map((cell) => cell.replaceAll("|", "\\|")).join("|")}|`;
  return [line(header), line(header.map(() => "-")), ...rows.map(line)].join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  writeFileSync(new URL("duties.md", import.meta.url), renderDuties());
}
