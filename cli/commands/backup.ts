import type { Command } from "commander";
import { printable } from "../../domain/roster/cell.ts";
import type { Run, WithoutSession } from "../command-result.ts";
import type { BackupSums, CliDeps } from "../deps.ts";
import { say } from "../language.ts";
import { tableBar } from "../progress.ts";

/** `duban backup` */
export function backupCommand(command: Command, _run: Run, deps: CliDeps, { print }: WithoutSession): void {
  command
    .argument("<folder>", say("尚不存在的文件夹", "a folder that is not there yet"))
    .action(async (folder: string) => {
      const bar = tableBar(deps.err);
      const made = await deps.backup(folder, bar.at).finally(bar.stop);
      print({
        data: made,
        text: [
          say(
            `已备份${sums(made).zh}到${printable(made.folder)}，为${made.at.toISOString()}一刻的内容。`,
            `Backed up ${sums(made).en} to ${printable(made.folder)}, as they were at ${made.at.toISOString()}.`,
          ),
          say(
            "其中有姓名和联系方式，只有文件所有者可以读取。SECRET_KEY（或数据文件夹中的secret文件）不在其中，须另行保存：没有它，已发消息中的链接全部失效。",
            "It holds names and addresses, and only its owner may read it. SECRET_KEY (or the file `secret` of the data folder) is not in it: keep that apart, for without it no link of a message works.",
          ),
        ].join("\n"),
      });
    });
}

/** `duban restore` */
export function restoreCommand(command: Command, _run: Run, deps: CliDeps, { print }: WithoutSession): void {
  command
    .argument("<folder>", say("`duban backup`生成的文件夹", "the folder that `duban backup` made"))
    .action(async (folder: string) => {
      const bar = tableBar(deps.err);
      const made = await deps.restore(folder, bar.at).finally(bar.stop);
      print({
        data: made,
        text: [
          say(
            `已恢复${sums(made).zh}，为${made.at.toISOString()}一刻的内容。`,
            `Restored ${sums(made).en}, as they were at ${made.at.toISOString()}.`,
          ),
          say(
            "接下来启动程序，然后运行 `duban audit --fix`，使引擎中运行的流程与数据库一致。",
            "Now start the program, then run `duban audit --fix`: it joins what runs in the engine with the database.",
          ),
        ].join("\n"),
      });
    });
}

const sums = ({ tables, rows, bytes }: BackupSums): { zh: string; en: string } => {
  const size = (bytes / 1024 ** 2).toFixed(1);
  return { zh: `${tables}张表、${rows}行（${size} MiB）`, en: `${tables} tables, ${rows} rows (${size} MiB)` };
};
