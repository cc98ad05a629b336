import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Locked {
  license?: string;
  dev?: boolean;
}

const root = new URL("../../", import.meta.url);
const { packages } = JSON.parse(readFileSync(new URL("package-lock.json", root), "utf8")) as {
  packages: Record<string, Locked>;
};

/** Licences that allow distribution with the program. */
const free = [
  ...["MIT", "MIT-0", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "BlueOak-1.0.0", "Unlicense"],
  ...["CC-BY-4.0", "CC0-1.0", "Python-2.0"],
];
/** Other licences that were examined, each with the reason why it is acceptable. */
const looked: readonly (readonly [licence: string, name: RegExp, why: string])[] = [
  ["LGPL-3.0-or-later", /^@img\/sharp-/, "libvips, a library of its own that is loaded and not changed"],
  ["EPL-2.0", /^elkjs$/, "of Prisma's studio, which only building carries"],
];
/** Packages that state their licence in another way. */
const stated: Readonly<Record<string, string>> = { busboy: "MIT", streamsearch: "MIT", unionfs: "Unlicense" };

const nameOf = (path: string): string => path.replace(/.*node_modules\//, "");

/** Whether a licence expression can be satisfied with listed licences: each part of `AND`, any part of `OR`. */
function isFree(expression: string, name: string): boolean {
  const allowed = (one: string): boolean =>
    free.includes(one) || looked.some(([licence, of]) => licence === one && of.test(name));
  return expression
    .replace(/^\((.*)\)$/, "$1")
    .split(/ OR /i)
    .some((way) => way.split(/ AND /i).every((one) => allowed(one.trim())));
}

const carried = Object.entries(packages).filter(([path, { dev }]) => path !== "" && !dev);

test("the licence of every bundled package was reviewed", () => {
  expect(carried.length).toBeGreaterThan(100);
  const foreign = carried.flatMap(([path, { license }]) => {
    const name = nameOf(path);
    const licence = license ?? stated[name] ?? "none stated";
    return isFree(licence, name) ? [] : [`${name}: ${licence}`];
  });
  expect(foreign).toEqual([]);
});

test("a package that states its licence in another way has its text beside its code", () => {
  for (const name of Object.keys(stated)) {
    const licence = ["LICENSE", "LICENSE.md", "LICENSE.txt"].map(
      (file) => new URL(`node_modules/${name}/${file}`, root),
    );
    const found = licence.find((file) => existsSync(file));
    expect(found, name).toBeDefined();
    const text = found ? readFileSync(found, "utf8") : "";
    expect(text, name).toMatch(stated[name] === "MIT" ? /Permission is hereby granted/ : /public domain/i);
  }
});

test("a licence that was not reviewed is reported, and a choice between two is accepted", () => {
  expect(isFree("GPL-3.0", "x")).toBe(false);
  expect(isFree("MIT AND GPL-3.0", "x")).toBe(false);
  expect(isFree("(MIT OR EUPL-1.1+)", "x")).toBe(true);
  expect(isFree("LGPL-3.0-or-later", "another")).toBe(false);
  expect(isFree("none stated", "x")).toBe(false);
});
