import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { LocalError, t } from "./errors.ts";
import { placeWhole } from "./whole-file.ts";

/**
 * Returns the secret of the embedded installation. It is created once and stored in `home/secret`, which only its owner can read.
 *
 * @returns 64 hexadecimal characters, the same for each call with one home
 * @throws {LocalError} `PLACE` when the file contains something else
 */
export async function ensureSecret(home: string, name = "secret"): Promise<string> {
  const file = join(home, name);
  await mkdir(home, { recursive: true });
  if (!existsSync(file)) await placeWhole(file, `${randomBytes(32).toString("hex")}\n`);
  const secret = (await readFile(file, "utf8")).trim();
  if (secret.length < 32)
    throw new LocalError(
      "PLACE",
      t(
        `${file}只有${secret.length}个字符；应为至少32个（删除后会重新生成）`,
        `${file} holds ${secret.length} characters; expected at least 32 (delete it to have a new one made)`,
      ),
    );
  return secret;
}
