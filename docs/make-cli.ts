import { writeFileSync } from "node:fs";
import { reasonTables } from "../domain/reasons/index.ts";

/** Names of the groups in the order of {@link reasonTables}. */
const groups = [
  "An act on a task",
  "An organization, a case or a circular",
  "A campaign, a project, a matter, a gathering or a hazard",
  "Something named that is not there",
  "People, sheets and settings",
  "An escalation policy",
  "What was typed, and files",
  "What runs",
  "A program, its token and its key",
  "A value that was to be a day, a number, a text or one of several",
  "A cell of a sheet, or a field of a form",
];

/** The page of what programs read of the command line; the list of reasons is the code's own. */
export function cliPage(): string {
  const lists = reasonTables.map(
    (table, index) =>
      `- ${groups[index]}: ${Object.keys(table)
        .map((name) => `\`${name}\``)
        .join(", ")}.`,
  );
  return `# The command line for programs

Every command takes \`--json\`: the answer is JSON on standard output, in English wherever it runs. \`npx duban COMMAND --help\` says what a command takes.

## Exit codes

| code | meaning |
|-|-|
| 0 | done |
| 1 | failed |
| 2 | usage: something given cannot be used |
| 3 | not found |
| 4 | refused by the state of things |
| 5 | the engine or the database cannot be reached, or has no connection free (\`busy\`): try again |

## Errors

An error is one line of JSON on standard error:

\`\`\`json
{"error": {"code": "BAD_INPUT", "reason": "day-from", "values": {"place": "on", "value": "2031-03-01", "from": "2031-03-03"}, "message": "on: \\"2031-03-01\\"; expected a day from 2031-03-03 on, YYYY-MM-DD"}}
\`\`\`

- \`code\` is the class of the error; the exit code follows from it.
- \`reason\` is one of the list below, and \`values\` are what it is about. Instants are written as ISO 8601, amounts of money as people read them.
- \`message\` is made from both. Read the reason, not the message: the words may change.
- \`problems\` is there where several things are wrong: each with \`reason\`, \`values\` and \`message\`; \`reason\` and \`values\` of the error are those of the first, or head them (\`cells-unusable\`, \`policy-cannot-work\`).
- \`missing\` is there where a gate names what must be done first, with the day and how far off it is where that is known.

A value that cannot be used has a \`place\` (a column, a field or an option), the \`value\`, of a sheet its \`row\`, and a reason that says what was expected instead.

## Reasons

${lists.join("\n")}
`;
}

if (process.argv[1] === import.meta.filename) writeFileSync(new URL("cli.md", import.meta.url), cliPage());
