import { createHmac } from "node:crypto";

/** Token by which the reader of an address confirms that what was raised is theirs: of that matter, and of that address alone. */
export const confirmationToken = (secretKey: string, caseId: string, address: string): string =>
  createHmac("sha256", secretKey)
    .update(JSON.stringify(["confirm", caseId, address]))
    .digest("base64url")
    .slice(0, 32);

/** Path of the page on which it is confirmed. */
export const confirmationPath = (secretKey: string, caseId: string, address: string): string =>
  `/confirm/${caseId}.${confirmationToken(secretKey, caseId, address)}`;
