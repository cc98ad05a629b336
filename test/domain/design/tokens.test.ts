import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type ColourName, colours, type Scheme, spaces, tokenRules, type } from "../../../domain/design/tokens.ts";

/** Relative luminance and contrast as WCAG 2.2 defines them. */
const channel = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const luminance = (colour: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => channel(Number.parseInt(colour.slice(at, at + 2), 16) / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (one: string, other: string): number => {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};
const schemes: readonly Scheme[] = ["light", "dark"];
const text: readonly (readonly [ColourName, ColourName])[] = [
  ...(["ink", "soft", "brand", "late", "soon", "done"] as const).flatMap((one) => [
    [one, "paper"] as const,
    [one, "card"] as const,
  ]),
  ["brand-ink", "brand"],
  ["late-ink", "late"],
  ...(["ink", "brand"] as const).map((one) => [one, "brand-soft"] as const),
  ...(["late", "soon", "done"] as const).flatMap((one) => [
    [one, `${one}-soft`] as const,
    ["ink", `${one}-soft`] as const,
    ["soft", `${one}-soft`] as const,
  ]),
];
const edges: readonly (readonly [ColourName, ColourName])[] = [
  ["edge", "card"],
  ["edge", "paper"],
  ["focus", "paper"],
  ["focus", "card"],
];

describe("the tokens of the design", () => {
  it.each(schemes)("have contrasts of 4.5:1 for text and 3:1 for borders, in the %s scheme", (scheme) => {
    const weak = [...text.map((pair) => [pair, 4.5] as const), ...edges.map((pair) => [pair, 3] as const)]
      .map(([[one, other], least]) => ({
        pair: `${one} on ${other}`,
        least,
        is: contrast(colours[one][scheme], colours[other][scheme]),
      }))
      .filter(({ is, least }) => is < least);
    expect(weak).toEqual([]);
  });

  it("are the only colours in the style sheet and the mails", () => {
    const portal = readFileSync("web/http/style.css", "utf8");
    const mail = readFileSync("domain/messages/languages/html.ts", "utf8");
    // A mail is shown on white in any scheme; its rules use the tokens for white.
    expect([...portal.matchAll(/#[0-9a-f]{3,8}\b/g)].map(([found]) => found)).toEqual([]);
    expect([...mail.matchAll(/#[0-9a-f]{6}\b/g)].map(([found]) => found)).toEqual([]);
  });

  it("are all used, and all used ones exist", () => {
    const css = readFileSync("web/http/style.css", "utf8");
    const used = new Set([...css.matchAll(/var\(--([\w-]+)\)/g)].map(([, name]) => name));
    const known = [...Object.keys({ ...colours, ...spaces, ...type }), "faces"];
    expect([...used].filter((name) => !known.includes(name ?? ""))).toEqual([]);
    expect(known.filter((name) => !used.has(name))).toEqual([]);
    expect(tokenRules().startsWith(":root { --ink: #1c2a30;")).toBe(true);
  });
});
