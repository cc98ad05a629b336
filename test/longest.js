// Lists the ten longest tests: `npm test -- --reporter=json --outputFile.json=report.json; node test/longest.js report.json`
import { readFileSync } from "node:fs";

const [file = "report.json"] = process.argv.slice(2);
const { testResults } = JSON.parse(readFileSync(file, "utf8"));
const tests = testResults.flatMap(({ name, assertionResults }) =>
  assertionResults.map(({ title, duration = 0 }) => ({
    file: name.split("/test/").at(-1),
    title,
    seconds: duration / 1_000,
  })),
);
const longest = tests.sort((one, other) => other.seconds - one.seconds).slice(0, 10);
for (const { seconds, file: path, title } of longest)
  console.log(`${seconds.toFixed(1).padStart(6)} s  ${path}  ${title}`);
console.log(
  `${longest
    .reduce((sum, { seconds }) => sum + seconds, 0)
    .toFixed(1)
    .padStart(6)} s  the ten of them`,
);
