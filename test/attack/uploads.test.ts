import { deflateSync } from "node:zlib";
import { beforeAll, describe } from "vitest";
import { photo } from "../support/browser/pictures.ts";
import type { Organization } from "../support/organization.ts";
import { promised } from "../support/timeouts.ts";
import { attackLine, type Trial, upTo } from "./line.ts";
import { openStage, type Stage, tokenIn } from "./stage.ts";

let stage: Stage;
let organization: Organization;
beforeAll(async () => {
  stage = await openStage();
  organization = await stage.desk.organization();
});

const html = Buffer.from("<script>alert(1)</script>");
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>');

/** A picture of a few kilobytes that claims to have 60,000 by 60,000 pixels. */
function bomb(): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const named = Buffer.concat([Buffer.from(type), data]);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc(named));
    return Buffer.concat([length, named, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(60_000, 0);
  head.writeUInt32BE(60_000, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const rows = deflateSync(Buffer.alloc(5_000_000));
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]);
}
function crc(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

const contents: Readonly<Record<string, Buffer>> = {
  "JPEG and HTML at once": Buffer.concat([photo("x"), html]),
  "GIF and script at once": Buffer.from("GIF89a/*\x01\x00\x01\x00*/=1;alert(1)//", "latin1"),
  "PDF and HTML at once": Buffer.concat([Buffer.from("%PDF-1.4\n"), html]),
  SVG: svg,
  HTML: html,
  "HTML in UTF-7": Buffer.from("+ADw-script+AD4-alert(1)+ADw-/script+AD4-"),
  "a bomb of pixels": bomb(),
  "a program": Buffer.from("MZ\x90\x00\x03\x00\x00\x00", "latin1"),
  "a shell script": Buffer.from("#!/bin/sh\nid\n"),
  text: Buffer.from("一切正常"),
  "a photo": photo("y"),
};
const names = [
  "../../../../etc/passwd",
  "..\\..\\windows\\system.ini",
  "/etc/cron.d/x",
  "x.jpg\0.html",
  "photo\u202egpj.exe",
  "x.svg",
  "x.html",
  'x".html; filename="y.html',
  "x\r\nSet-Cookie: a=b\r\n\r\n<script>.jpg",
  "CON",
  `${"x".repeat(300)}.jpg`,
  "照片.jpg",
  "x.jpg",
  ".htaccess",
  "x.php%00.jpg",
];
const types = ["image/jpeg", "image/svg+xml", "text/html", "application/xhtml+xml", "text/html; charset=utf-7", "x"];

/** A form as a custom client sends it, without quoting the file name. */
function formOf(fields: Readonly<Record<string, string>>, file: { name: string; type: string; bytes: Buffer }): Buffer {
  const parts = Object.entries(fields).map(([name, value]) =>
    Buffer.from(`--cut\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  );
  const head = `--cut\r\ncontent-disposition: form-data; name="ask-files"; filename="${file.name}"\r\ncontent-type: ${file.type}\r\n\r\n`;
  return Buffer.concat([...parts, Buffer.from(head), file.bytes, Buffer.from("\r\n--cut--\r\n")]);
}

async function upload(trial: Trial, name: string, type: string, what: string): Promise<"kept" | "refused"> {
  const { desk } = stage;
  const { taskId } = await desk.finding(organization, "x");
  const page = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
  const token = tokenIn((await stage.ask(page)).text, "submit");
  const bytes = contents[what] ?? Buffer.alloc(0);
  const sent = await stage.ask(page, {
    method: "POST",
    headers: { "content-type": "multipart/form-data; boundary=cut" },
    body: formOf({ verb: "submit", token, "ask-note": "x" }, { name, type, bytes }),
  });
  const about = `${what} as ${JSON.stringify(name).slice(0, 40)} (${type})`;
  if (sent.status >= 500) trial.succeeded(`${about}: ${sent.status}`);
  if (sent.headers["set-cookie"]) trial.succeeded(`${about}: set a cookie`);
  const kept = await desk.db.evidence.findMany({ where: { taskId, type: "file" } });
  for (const file of kept) {
    if (!/^[0-9a-z-]{16,40}$/i.test(file.id) || name.includes(file.id)) trial.succeeded(`${about}: key ${file.id}`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be in a name
    if (/[\x00-\x1f\u202a-\u202e\u2066-\u2069]|^\.\.|[/\\]/.test(file.name ?? ""))
      trial.succeeded(`${about}: name ${JSON.stringify(file.name)}`);
    const got = await stage.ask(`${page}/file/${file.id}`);
    const { headers } = got;
    const safe =
      got.status === 200 &&
      headers["content-type"] === "application/octet-stream" &&
      headers["x-content-type-options"] === "nosniff" &&
      String(headers["content-disposition"]).startsWith('attachment; filename="') &&
      String(headers["content-security-policy"]).startsWith("sandbox");
    if (!safe) trial.succeeded(`${about}: served as ${JSON.stringify(headers)}`);
    if (/filename="[^"]*[^\w.-][^"]*"/.test(String(headers["content-disposition"])))
      trial.succeeded(`${about}: ${headers["content-disposition"]}`);
    const began = performance.now();
    const picture = await stage.ask(`${page}/file/${file.id}?picture=large`);
    if (performance.now() - began > promised(5_000)) trial.succeeded(`${about}: its picture took over 5 s`);
    if (picture.status === 200 && (picture.headers["content-type"] !== "image/jpeg" || picture.text.includes("script")))
      trial.succeeded(`${about}: its picture is ${picture.headers["content-type"]}`);
    if (picture.status >= 500) trial.succeeded(`${about}: its picture is answered ${picture.status}`);
  }
  trial.tried();
  return kept.length > 0 ? "kept" : "refused";
}

describe("uploads", () => {
  attackLine(
    {
      attack:
        "Uploads: two formats in one file, SVG, bombs, programs, names with `../`, NUL and right-to-left characters",
      pass: "refused, or stored under a random key and served as an attachment with `nosniff`",
      n: 165,
      fast: 16,
    },
    async (trial) => {
      const counts = { kept: 0, refused: 0 };
      const pairs = names.flatMap((name) => Object.keys(contents).map((what) => [name, what] as const));
      for (const i of upTo(trial.n)) {
        const [name, what] = trial.whole ? (pairs[i % pairs.length] ?? ["x", "SVG"]) : trial.pick(pairs);
        counts[await upload(trial, name, trial.pick(types), what)] += 1;
      }
      if (!(await stage.ask("/healthz")).text.includes("true")) trial.succeeded("the portal is not there any more");
      trial.note(`${counts.kept} stored, ${counts.refused} refused`);
    },
  );
});
