import type { HelpConfiguration } from "commander";
import type { Text } from "../domain/terms.ts";
import { say, tongue } from "./language.ts";

/** Titles of a help page as the library has them, to Chinese. */
const titles: Readonly<Record<string, string>> = {
  "Usage:": "用法：",
  "Arguments:": "参数：",
  "Options:": "选项：",
  "Commands:": "命令：",
};

/** A help page in the language of the command. */
export function helpWords(): HelpConfiguration {
  if (tongue() !== "zh-CN") return {};
  return {
    styleTitle: (title) => titles[title] ?? title,
    styleUsage: (usage) => usage.replaceAll("[options]", "[选项]").replaceAll("[command]", "[命令]"),
    optionDescription: ({ description, defaultValue }) =>
      defaultValue === undefined || defaultValue === false || defaultValue === ""
        ? description
        : `${description}（默认${String(defaultValue)}）`,
    subcommandTerm: (command) =>
      [
        command.name(),
        ...(command.options.length > 0 ? ["[选项]"] : []),
        ...(command.commands.length > 0 ? ["[命令]"] : []),
        ...command.registeredArguments.map((one) => (one.required ? `<${one.name()}>` : `[${one.name()}]`)),
      ].join(" "),
  };
}

const t = (zh: string, en: string): Text => ({ zh, en });
/** What the library says of a command that it cannot read. */
const faults: readonly { when: RegExp; say: Text }[] = [
  { when: /missing required argument '(.*?)'/, say: t("缺少参数“$1”", "$&") },
  { when: /required option '(.*?)' not specified/, say: t("缺少选项“$1”", "$&") },
  { when: /option '(.*?)' argument missing/, say: t("选项“$1”缺少内容", "$&") },
  { when: /unknown option '(.*?)'/, say: t("没有选项“$1”", "$&") },
  { when: /unknown command '(.*?)'/, say: t("没有命令“$1”", "$&") },
  {
    when: /too many arguments(?: for '(.*?)')?\. Expected (\d+) arguments? but got (\d+)\./,
    say: t("参数过多：应为$2个，给出了$3个。", "$&"),
  },
  { when: /\(Did you mean (?:one of )?(.*?)\?\)/, say: t("（是否指$1？）", "$&") },
  { when: /option '(.*?)' argument '(.*?)' is invalid\./, say: t("选项“$1”的内容“$2”无法使用。", "$&") },
  {
    when: /command-argument value '(.*?)' is invalid for argument '(.*?)'\./,
    say: t("参数“$2”的内容“$1”无法使用。", "$&"),
  },
  { when: /^error: /, say: t("错误：", "$&") },
];

/** The same in the language of the command. */
export const usageWords = (text: string): string =>
  faults.reduce((words, fault) => words.replace(fault.when, say(fault.say.zh, fault.say.en)), text);
