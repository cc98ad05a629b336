import type { HelpConfiguration } from "commander";
import { writing } from "../domain/messages/languages/writing.ts";
import { currentLanguage } from "./language.ts";

/** Chinese titles of the parts of a help page, by the library's titles. */
const titles: Readonly<Record<string, string>> = {
  "Usage:": "用法：",
  "Arguments:": "参数：",
  "Options:": "选项：",
  "Commands:": "命令：",
};

/** Formats a help page in the language of the command. */
export const helpWords = (): HelpConfiguration => writing[currentLanguage()].either(chinese, {});

const chinese: HelpConfiguration = {
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
