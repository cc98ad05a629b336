import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { nouns } from "../../cli/commands/index.ts";
import { withLanguage } from "../../cli/language.ts";
import { commandLine } from "../cli/typed.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Files and packages that are loaded before the command line is read: static imports of values, recursively. */
function loadedFirst(entry: string, found = new Set<string>()): Set<string> {
  found.add(entry);
  const text = readFileSync(join(root, entry), "utf8");
  for (const [, names = "", to = ""] of text.matchAll(/^(?:import|export) (?!type )([^;"]*? from )?"([^"]+)"/gm)) {
    if (/^\{[^}]*\} from $/.test(names) && [...names.matchAll(/[{,]\s*(?!type )\w/g)].length === 0) continue;
    const path = to.startsWith(".") ? normalize(join(dirname(entry), to)) : to;
    if (found.has(path)) continue;
    if (path.endsWith(".ts")) loadedFirst(path, found);
    else found.add(path);
  }
  return found;
}

describe("the command line loads only what is called", () => {
  it("determines language, version and noun without loading a noun's files, the database or the settings", () => {
    const loaded = [...loadedFirst("bin/main.ts")];
    expect(loaded).toContain("cli/commands/index.ts");
    expect(
      loaded.filter((path) => /^(cli\/(commands\/(?!index)|views)|records|prisma|worker|local|config)/.test(path)),
    ).toEqual([]);
    const packages = loaded.filter((path) => !/\.(ts|json)$/.test(path) && !path.startsWith("node:"));
    expect(packages.sort()).toEqual(["commander", "picocolors"]);
  });

  it.each(Object.keys(nouns))("lists %s in the same way as when it is loaded", async (name) => {
    const noun = nouns[name];
    const register = await noun?.load();
    for (const language of ["en", "zh-CN"] as const)
      withLanguage(language, () => {
        const command = new Command().command(name);
        register?.(command, async () => undefined, { out: process.stdout } as never, {} as never);
        expect(command.name()).toBe(name);
        expect(command.commands.length > 0).toBe(!noun?.alone);
        const takes = command.registeredArguments.map((one) => (one.required ? `<${one.name()}>` : `[${one.name()}]`));
        expect(takes.join(" ")).toBe(noun?.takes ?? "");
      });
  });

  it.each(["en", "zh-CN"])("has the same name for every noun in %s", async (language) => {
    const { duban } = commandLine(undefined as never, () => new Date(), { version: "1.2.3" });
    for (const name of Object.keys(nouns)) {
      const { code, out } = await duban(name, "--help", "--lang", language);
      expect(code).toBe(0);
      expect(out).toContain(`duban ${name}`);
    }
    expect((await duban("--version", "--lang", language)).out).toBe("1.2.3\n");
  });
});
