import { readFileSync } from "node:fs";

/** A command of a README, as a reader types it. */
export interface TourCommand {
  /** Words behind `npx duban`; `CASE`, `TASK` and `DAY` stand for what a reader fills in. */
  words: string[];
  /** What the README says behind `#`. */
  comment: string;
  line: string;
}

export interface Tour {
  text: string;
  commands: TourCommand[];
  /** Commands of npm that it names, in the order in which it does. */
  npm: string[];
}

/** Reads the commands of the tour from a README itself. @param heading of the section that tells it */
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

/** As a shell tells words apart, without anything that a shell would do beside it. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/(?:"([^"]*)"|([^\s"]+))+/g)].map(([word]) => word.replaceAll('"', ""));
}
