import { expect, test } from "vitest";
import { runCommand } from "../../local/command.ts";

const program =
  'process.stdout.write("one\\ntw"); setTimeout(() => { console.log("o"); console.error("three"); }, 20);';

test("a program's output is read line by line, and available as a whole at its end", async () => {
  const heard: string[] = [];
  const printed = await runCommand(process.execPath, ["-e", program], { hear: (line) => heard.push(line) });
  expect(heard.sort()).toEqual(["one", "three", "two"]);
  expect(printed).toContain("one\ntwo\n");
});
