import type { Command } from "commander";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import type { Circular } from "../../domain/procedures/circular.ts";
import { titleOf } from "../../domain/procedures/steps.ts";
import { cityZone as zone } from "../../domain/time/zones.ts";
import { word } from "../../domain/words.ts";
import {
  type CoverageView,
  coverageOfCircular,
  coverageRows,
  coverageViews,
} from "../../records/views/circular-coverage.ts";
import { numberOf, oneOf } from "../args.ts";
import type { CommandResult } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { currentLanguage, labelled, listed, localized, say } from "../language.ts";
import { cell, safe, wall } from "./format.ts";

export interface CoverageOptions {
  only?: string;
  limit: string;
}

/** Maximum number of silent organizations named in the summary. */
const named = 10;

export const coverageOptions = (command: Command): Command =>
  command
    .description(
      say(
        "政策或号召进展到哪一步：已报告、已学习、已审议、已传达……；谁逾期，谁没有动静",
        "how far a policy or call has come: reported, studied, tabled, relayed …; who is late, who is silent",
      ),
    )
    .argument("<circular>", say("文件编号，或其标识", "its id, or its key"))
    .option(
      "--only <which>",
      say(
        `逐家列出：${coverageViews.join("、")}，或all（全部）`,
        `organization by organization: ${coverageViews.join(", ")}, or all`,
      ),
    )
    .option("--limit <number>", say("最多列多少家机构", "maximum number of organizations"), "100");

/** Progress of a circular. @param options without `only`: by step */
export async function coverage(
  session: CliSession,
  circular: Circular,
  options: CoverageOptions,
): Promise<CommandResult> {
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
    steps: steps.map((step) => ({ ...step, title: localized(titleOf(dutyOf(step.duty), step.step)) })),
    rows: rows.map(({ code, name, done, late, silent, steps: states }) => ({
      code,
      name,
      done,
      late,
      silent,
      steps: states,
    })),
  };
  const words = say(
    `${safe(circular.title)}，${wall(circular.issuedAt, zone)}下发：涉及${sum.organizations}家，已送达${sum.reached}家；办结${sum.done}，逾期${sum.late}，没有动静${sum.silent}。${circular.withdrawnAt ? `已于${wall(circular.withdrawnAt, zone)}撤回。` : ""}`,
    `${safe(circular.title)}, issued ${wall(circular.issuedAt, zone)}: concerns ${sum.organizations}, with ${sum.reached}; done ${sum.done}, late ${sum.late}, silent ${sum.silent}.${circular.withdrawnAt ? ` Withdrawn ${wall(circular.withdrawnAt, zone)}.` : ""}`,
  );
  if (given !== undefined)
    return {
      data,
      first: words,
      table: {
        head: ["code", "organization", "stands", "steps"],
        rows: rows.map((row) => [row.code, cell(row.name, 30), standing(row), statesOf(row.steps)]),
      },
    };
  const silent = rows.slice(0, named).map(({ code, name }) => `${code} ${cell(name, 20)}`);
  const more =
    sum.silent > silent.length
      ? say(`等${sum.silent}家（--only silent）`, ` and ${sum.silent - silent.length} more (--only silent)`)
      : "";
  return {
    data,
    first: words,
    ...(silent.length > 0 && {
      text: say(`没有动静：${silent.join("、")}${more}`, `Silent: ${silent.join(", ")}${more}`),
    }),
    table: {
      head: ["duty", "step", "what", "asked", "done", "to be verified", "late"],
      rows: steps.map(({ duty, step, asked, done, submitted, late }) => [
        duty,
        step,
        cell(localized(titleOf(dutyOf(duty), step))),
        String(asked),
        String(done),
        String(submitted),
        String(late),
      ]),
    },
  };
}

const standing = ({ done, late, silent }: { done: boolean; late: boolean; silent: boolean }): string =>
  done
    ? say("已办结", "done")
    : listed([late ? say("逾期", "late") : "", silent ? say("没有动静", "silent") : ""].filter(Boolean)) ||
      say("办理中", "under way");

const statesOf = (steps: Readonly<Record<string, string>>): string =>
  listed(Object.entries(steps).map(([step, state]) => labelled(step, word("taskState", state, currentLanguage()))));
