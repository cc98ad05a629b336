import { spawnSync } from "node:child_process";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { withLanguage } from "../../cli/language.ts";
import { printResult } from "../../cli/output.ts";
import { clockBar } from "../../cli/progress.ts";
import type { Table } from "../../cli/table.ts";
import { widthOf } from "../../cli/width.ts";

const esc = String.fromCharCode(27);

/** A terminal with a number of columns, and what was written to it; undefined: a pipe. */
function terminal(columns: number | undefined): { out: Writable; written(): string } {
  let text = "";
  const out = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return {
    out: columns === undefined ? out : Object.assign(out, { isTTY: true, columns }),
    written: () => text,
  };
}

const table: Table = {
  head: ["task", "organization", "what", "about", "due", "late"],
  rows: [
    [
      "k3m9x0p2q8r7s6t5",
      "广州市珠江慈善会（慈善组织）",
      "整改并提交材料",
      "消防通道被纸箱和电动车堵塞，多次提醒无人清理",
      "2031-03-03 18:00",
      "3 days",
    ],
    ["a1b2c3d4e5f6g7h8", "越秀志愿者协会", "制定演练计划", "", "2031-03-31 18:00", ""],
  ],
};
const shown = (columns: number | undefined): string[] => {
  const { out, written } = terminal(columns);
  withLanguage("zh-CN", () => printResult({ data: null, table }, false, { out }));
  return written().trimEnd().split("\n");
};

it.each([80, 100, 120])("a table of Chinese names fits in a terminal of %i columns", (columns) => {
  const lines = shown(columns);
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
  // Ids that are copied into the next command are never cut off.
  expect(lines[1]).toContain("k3m9x0p2q8r7s6t5");
  expect(lines[1]).toContain("2031-03-03 18:00");
});

it("full lists fit in 80 columns: ids are cut to what commands accept, and a title beside a duty's number is also cut", () => {
  const listed = (table: Table): string => {
    const { out, written } = terminal(80);
    withLanguage("zh-CN", () => printResult({ data: null, table }, false, { out }));
    const [, row = ""] = written().split("\n");
    expect(widthOf(row)).toBeLessThanOrEqual(80);
    expect(row).toMatch(/ asazty53$/);
    return row;
  };
  const [name, what, about] = ["珠水物流行业协会 GZ-IND-028", "登记并决定是否受理", "仓库被征收请协助"];
  const [due, late, id] = ["2031-03-03 18:00", "5个工作日", "asazty53et47d7td"];
  const tasks: Table = {
    head: ["task", "organization", "duty", "what", "about", "state", "due", "late", "who"],
    rows: [[id, name, "22a", what, about, "等待其他工作", due, late, "石卓然、胡凤仪"]],
  };
  expect(listed(tasks)).toContain(due);
  const cases: Table = {
    head: ["case", "organization", "duty", "about", "state", "waits for", "due", "late"],
    rows: [[id, name, "50 意见与求助", about, "进行中", what, due, late]],
  };
  expect(listed(cases)).toMatch(/ 50 意?.*….* 2031-03-03 18:00/);
  const overdue: Table = {
    head: ["late", "task", "organization", "duty", "what", "who", "last notified", "next"],
    rows: [[late, id, name, "22a", what, "石卓然", "2031-03-02 到期前1个工作日", "2031-03-04 09:00 逾期3个工作日"]],
  };
  expect(listed(overdue)).toMatch(/2031-03-02….*2031-03-04/);
});

it("columns that are empty in every row are left out if there is no room for them", () => {
  const head: Table["head"] = ["organization", "what", "about", "due", "late", "task"];
  const long = "一个非常长的名称，需要占很多很多的位置，一行放不下";
  const empty: Table = { head, rows: [[long, long, "", "2031-03-31 18:00", "", "a1b2c3d4e5f6g7h8"]] };
  const printed = (columns: number): string => {
    const { out, written } = terminal(columns);
    withLanguage("zh-CN", () => printResult({ data: null, table: empty }, false, { out }));
    return written();
  };
  expect(printed(80)).not.toMatch(/关于|逾期/);
  expect(printed(200)).toMatch(/关于.*逾期/);
});

it("a table in a pipe is complete, whatever its width", () => {
  expect(shown(undefined)[1]).toContain("消防通道被纸箱和电动车堵塞，多次提醒无人清理");
});

it.each([
  ["on a terminal that shows colours", { FORCE_COLOR: "1" }, true],
  ["with NO_COLOR", { FORCE_COLOR: "", NO_COLOR: "1" }, false],
])("late rows are red %s: only there", (_where, env, red) => {
  const script = `
    import { printResult } from ${JSON.stringify(fileURLToPath(new URL("../../cli/output.ts", import.meta.url)))};
    import { withLanguage } from ${JSON.stringify(fileURLToPath(new URL("../../cli/language.ts", import.meta.url)))};
    withLanguage("zh-CN", () => printResult({ data: null, table: ${JSON.stringify(table)} }, false, { out: Object.assign(process.stdout, { isTTY: true, columns: 100 }) }));`;
  const run = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    encoding: "utf8",
    env: { ...process.env, CI: "", ...env },
  });
  expect(run.stderr).toBe("");
  const [, late = "", intime = ""] = run.stdout.split("\n");
  expect(late.includes(`${esc}[31m`)).toBe(red);
  expect(intime).not.toContain(`${esc}[31m`);
});

it("the progress of the demo's clock is shown on a terminal, and not in a pipe", () => {
  const move = {
    from: new Date("2031-03-03T01:00:00Z"),
    to: new Date("2031-04-02T01:00:00Z"),
    now: new Date("2031-03-18T01:00:00Z"),
  };
  const watched = Object.assign(terminal(80), {});
  Object.assign(watched.out, { cursorTo: () => true, clearLine: () => true, moveCursor: () => true });
  const bar = clockBar(watched.out as unknown as NodeJS.WriteStream, "Asia/Shanghai");
  bar.watch({ ...move, now: move.from });
  bar.watch(move);
  bar.stop();
  expect(watched.written()).toContain("2031-03-18 09:00");
  const piped = terminal(undefined);
  const silent = clockBar(piped.out as unknown as NodeJS.WriteStream, "Asia/Shanghai");
  silent.watch(move);
  silent.stop();
  expect(piped.written()).toBe("");
});
