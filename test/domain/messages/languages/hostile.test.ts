import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { languages } from "../../../../domain/messages/languages/index.ts";
import type { Item } from "../../../../domain/messages/message.ts";
import { severities } from "../../../../domain/procedures/severity.ts";
import { verbs } from "../../../../domain/tasks/task-states.ts";
import { languageCodes, roles } from "../../../../domain/terms.ts";
import { item, linkBase, parts, singles } from "./samples.ts";

/** The tags of the layout; any other tag comes from a value. */
const ours =
  /^<(?:!doctype html|html lang="(?:zh-CN|en)"|meta (?:charset|name)="[\w-]+"(?: content="[^"<>]*")?|\/?(?:head|title|body|main|div|span|h1|h2|h3|p|b|ol|li|blockquote|table|tr|th|td|a|html)|br|(?:body|b|div|span|h1|h2|h3|p|ol|blockquote|table|th|td|a)(?: (?:style|role|lang|scope|href|aria-label)="[^"<>]*")+)>$/;
const unseen = /[\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;

const nasty = fc.oneof(
  fc.string({ unit: "binary", maxLength: 80 }),
  fc
    .tuple(fc.string({ maxLength: 10 }), fc.string({ maxLength: 10 }))
    .map(([a, b]) => `${a}<img src=x onerror=alert(1)>"'>&${b}`),
  fc.constantFrom(
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "</title></head><body>",
    "a\r\nBcc: someone@example.org\r\n\r\nb",
    "\u202egnp.exe\u202c",
    "\u2028\u2029\u0000\u0007\u001b[31m",
    "\ud800",
    "&lt;b&gt;",
    "<!--",
    "<".repeat(5000),
  ),
);
const text = nasty.map((one) => ({ zh: one, en: one }));

const hostile: fc.Arbitrary<Item> = fc
  .record({
    shape: fc.constantFrom(...singles),
    part: fc.constantFrom(...parts),
    organization: nasty,
    task: text,
    title: text,
    clause: text,
    quote: nasty,
    subject: nasty,
    reason: nasty,
    from: nasty,
    vacant: fc.record({ role: fc.constantFrom(...roles), own: fc.boolean() }),
    why: text,
    basis: text,
    figures: fc.array(fc.record({ label: text, value: nasty }), { maxLength: 2 }),
    story: fc.array(
      fc.record({
        at: fc.constant(new Date("2026-11-20T01:00:00Z")),
        verb: nasty,
        who: fc.array(nasty, { maxLength: 2 }),
        note: nasty,
      }),
      { maxLength: 3 },
    ),
    tail: nasty,
    late: fc.record({ n: fc.integer({ min: -3, max: 400 }), unit: fc.constantFrom("h" as const, "bd" as const) }),
    belated: fc.boolean(),
    past: fc.boolean(),
    act: fc.constantFrom(...verbs),
    alarm: fc.record({
      severity: fc.constantFrom(...severities),
      call: fc.subarray(["119", "120", "110"] as const),
      reporter: fc.record({ name: nasty, phone: nasty }),
    }),
    issued: fc.record({
      title: nasty,
      source: text,
      issuer: nasty,
      at: fc.constant(new Date("2026-11-20T01:00:00Z")),
      text: nasty,
      cut: fc.boolean(),
      file: fc.boolean(),
    }),
  })
  .map(({ title, clause, quote, tail, ...more }) => ({
    ...item("due"),
    ...more,
    duty: { number: "26", clause, quote, title },
    link: `${linkBase}${tail}`,
  }));

describe("malicious values", () => {
  const message = fc.record({
    to: fc.record({ name: nasty, language: fc.constantFrom(...languageCodes) }),
    items: fc.array(hostile, { minLength: 1, maxLength: 3 }),
    sender: nasty,
  });

  it("never become a tag or an attribute of the page", () => {
    fc.assert(
      fc.property(message, (one) => {
        const { html } = languages[one.to.language].email(one);
        for (const tag of html.match(/<[^>]*>?/g) ?? []) expect(tag).toMatch(ours);
        expect(html.replace(/<[^>]*>/g, "")).not.toMatch(/[<>]/);
        expect(html).not.toMatch(unseen);
        expect(html).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
  it("never end the subject, hide in it or make it too long", () => {
    fc.assert(
      fc.property(message, (one) => {
        const { subject } = languages[one.to.language].email(one);
        expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(subject).not.toMatch(unseen);
        expect(subject.length).toBeGreaterThan(0);
        expect(subject.length).toBeLessThanOrEqual(160);
      }),
    );
  });
  it("never change the direction of the plain-text part or put control characters into it", () => {
    fc.assert(
      fc.property(message, (one) => {
        const plain = languages[one.to.language].email(one).text;
        expect(plain).not.toMatch(unseen);
        expect(plain.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
  it("are cut: a megabyte in each field gives a mail of ordinary size", () => {
    const big = "<\n".repeat(500_000);
    const one = item("returned", "doer", {
      organization: big,
      subject: big,
      reason: big,
      from: big,
      task: { zh: big, en: big },
      why: { zh: big, en: big },
      story: [{ at: new Date(0), verb: big, who: [big], note: big }],
    });
    const mail = languages["zh-CN"].email({ to: { name: big, language: "zh-CN" }, items: [one], sender: big });
    expect(mail.html.length).toBeLessThan(20_000);
    expect(mail.text.length).toBeLessThan(5_000);
  });
  it("that a person wrote keep their lines, indented, so that they are not taken for text of the program", () => {
    const reason = "第一行\n截止时间：明年";
    const mail = languages["zh-CN"].email({
      to: { name: "林小满", language: "zh-CN" },
      items: [item("returned", "doer", { reason })],
      sender: "督办",
    });
    expect(mail.text).toContain("  第一行\n  截止时间：明年\n");
    expect(mail.html).toContain("第一行<br>截止时间：明年");
  });
});
