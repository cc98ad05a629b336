import { readFileSync } from "node:fs";

/** A command of a README, as a reader types it. */
export interface TourCommand {
  /** Words after `npx duban`; `CASE`, `TASK` and `DAY` are placeholders. */
  words: string[];
  /** Comment after `#` in the README. */
  comment: string;
  line: string;
}

export interface Tour {
  text: string;
  commands: TourCommand[];
  /** The npm commands in it, in order. */
  npm: string[];
}

/** Reads the commands of the tour from a README. @param heading of the section with the tour */
export function tourOf(file: URL, heading: string): Tour {
  const text = readFileSync(file, "utf8");
  const [, rest] = text.split(`\n## ${heading}\n`);
  if (rest === undefined) throw new Error(`${file.pathname} has no section "${heading}"`);
  const [section = ""] = rest.split(/\n## /);
  const lines = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = ""]) => block.trim().split("\n"));
  return {
    text: section,
    npm: [...text.matchAll(/npm (?:run )?(start|demo|test)\b/g)].map(([, name = ""]) => name),
    commands: lines.map((line) => {
      const [, command = "", comment = ""] = /^npx duban (.*?)(?:\s+#\s*(.*))?$/.exec(line) ?? [];
      if (!command) throw new Error(`"${line}" is no command of the program`);
      return { words: wordsOf(command), comment, line };
    }),
  };
}

/** Splits a command into words as a shell does, without other features of a shell. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/(?:"([^"]*)"|([^\s"]+))+/g)].map(([word]) => word.replaceAll('"', ""));
}
