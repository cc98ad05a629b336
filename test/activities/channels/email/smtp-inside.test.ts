import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { sourceFiles } from "../../../support/source-files.ts";

/** The source text of a part of the library. */
const textsOf = (part: string): string[] => {
  const folder = dirname(fileURLToPath(import.meta.resolve(`nodemailer/lib/${part}`)));
  const files = readdirSync(folder).filter((file) => file.endsWith(".js"));
  return files.sort().map((file) => readFileSync(join(folder, file), "utf8"));
};
const pool = textsOf("smtp-pool");
const connection = textsOf("smtp-connection");
const root = fileURLToPath(new URL("../../../..", import.meta.url));

/**
 * `activities/channels/email/smtp.ts` passes the pool a message of its own instead of nodemailer's composed one, and a stream with only the
 * methods that the pool uses. Before the hash of a new version of the pool is written here, read that version: does it still use no other
 * methods, does it read no byte of a message before it has a connection, and does it never read the same message twice?
 */
describe("the internals of nodemailer on which the SMTP provider relies", () => {
  it("have the version that was reviewed", () => {
    expect(
      createHash("sha256")
        .update([...pool, ...connection].join("\n"))
        .digest("hex"),
    ).toBe("6ba39435a2635dca6b345037f9a16d6d9e7c0218849d7b74b37069742f7f1b36");
  });

  it("read only a message's envelope, id and stream", () => {
    const asked = pool.flatMap((text) => [...text.matchAll(/\bmessage\.(\w+)\(/g)].map(([, name]) => name));
    expect([...new Set(asked)].sort()).toEqual(["createReadStream", "getEnvelope", "getHeader", "messageId"]);
  });

  it("are imported by one file only", () => {
    const files = sourceFiles(["activities"]);
    const inside = files.filter((file) => readFileSync(join(root, file), "utf8").includes('"nodemailer/'));
    expect(inside).toEqual(["activities/channels/email/smtp.ts"]);
  });
});
