import type { Command } from "commander";
import type { Circular } from "../../domain/circular.ts";
import { dutyOf } from "../../domain/packs/index.ts";
import { titleOf } from "../../domain/steps.ts";
import { word } from "../../domain/words.ts";
import { type CoverageView, coverageOfCircular, coverageRows, coverageViews } from "../../records/circular-coverage.ts";
import type { Answer } from "./answer.ts";
import type { CliSession } from "./deps.ts";
import { numberOf, oneOf } from "./given.ts";
import { cell, safe, wall } from "./shown.ts";

export interface CoverageOptions {
  only?: string;
  limit: string;
}

/** Silent ones that the summary names. */
const named = 10;
const zone = "Asia/Shanghai";

export const coverageOptions = (command: Command): Command =>
  command
    .description("how far a policy or call has come: reported, studied, tabled, relayed …; who is late, who is silent")
    .argument("<circular>", "its id, or its key")
    .option("--only <which>", `organization by organization: ${coverageViews.join(", ")}, or all`)
    .option("--limit <number>", "at most so many organizations", "100");

/** @param options without `only`: step by step */
export async function coverage(session: CliSession, circular: Circular, options: CoverageOptions): Promise<Answer> {
  const now = session.now();
  const limit = numberOf(options.limit, "--limit");
  const given = options.only === undefined ? undefined : oneOf(options.only, "--only", [...coverageViews, "all"]);
  const view: CoverageView | null = given === undefined ? "silent" : given === "all" ? null : given;
  const { steps, ...sum } = await coverageOfCircular(session.db, circular.id, null, now);
  const rows = await coverageRows(session.db, circular.id, null, now, { view, limit });
  const data = {
    circular: circular.id,
    title: circular.title,
    event: circular.event,
    issuedAt: circular.issuedAt,
    withdrawnAt: circular.withdrawnAt,
    ...sum,
    steps: steps.map((step) => ({ ...step, title: titleOf(dutyOf(step.duty), step.step).en })),
    rows: rows.map(({ code, name, done, late, silent, steps: states }) => ({
      code,
      name,
      done,
      late,
      silent,
      steps: states,
    })),
  };
  const words = `${safe(circular.title)}, issued ${wall(circular.issuedAt, zone)}: concerns ${sum.organizations}, with ${sum.reached}; done ${sum.done}, late ${sum.late}, silent ${sum.silent}.${circular.withdrawnAt ? ` Withdrawn ${wall(circular.withdrawnAt, zone)}.` : ""}`;
  if (given !== undefined)
    return {
      data,
      text: words,
      table: {
        head: ["code", "organization", "stands", "steps"],
        rows: rows.map((row) => [row.code, cell(row.name, 30), standing(row), statesOf(row.steps)]),
      },
    };
  const silent = rows.slice(0, named).map(({ code, name }) => `${code} ${cell(name, 20)}`);
  const more = sum.silent > silent.length ? ` and ${sum.silent - silent.length} more (--only silent)` : "";
  return {
    data,
    text: silent.length > 0 ? `${words}\nSilent: ${silent.join(", ")}${more}` : words,
    table: {
      head: ["duty", "step", "what", "asked", "done", "to be verified", "late"],
      rows: steps.map(({ duty, step, asked, done, submitted, late }) => [
        duty,
        step,
        cell(titleOf(dutyOf(duty), step).en),
        String(asked),
        String(done),
        String(submitted),
        String(late),
      ]),
    },
  };
}

const standing = ({ done, late, silent }: { done: boolean; late: boolean; silent: boolean }): string =>
  done ? "done" : [late ? "late" : "", silent ? "silent" : ""].filter(Boolean).join(", ") || "under way";

const statesOf = (steps: Readonly<Record<string, string>>): string =>
  Object.entries(steps)
    .map(([step, state]) => `${step}: ${word("taskState", state, "en")}`)
    .join(", ");
